-- A stream is a name, given a number so that its entries need not repeat it.
create table stream (
  id integer primary key,
  name text not null unique
);

-- Content by its SHA-256, each once.
create table content (
  id integer primary key,
  sha256 blob not null unique,
  bytes blob not null
);

-- The entries of the streams, counted from 0 in each. A body is here when it is short and in content when it is long.
create table entry (
  id integer primary key,
  stream integer not null references stream (id),
  position integer not null,
  type text not null,
  written_at text not null,
  head text not null,
  body text,
  content integer references content (id),
  unique (stream, position),
  check ((body is null) <> (content is null))
);

-- The greatest token of a lease so far.
create table token (
  last integer not null
);
insert into token (last) values (0);

-- The newest lease of each name. It stays when it is given back, until nobody need take it again.
create table lease (
  name text not null primary key,
  owner text not null,
  token integer not null,
  valid_until text not null,
  held integer not null
) without rowid;

-- For people who read the file.
create view journal as
select s.name as stream, e.position, e.type, e.written_at, e.head, coalesce(e.body, cast(c.bytes as text)) as body
from entry e
join stream s on s.id = e.stream
left join content c on c.id = e.content;
