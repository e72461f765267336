-- A stream is a name, given a number so that its entries need not repeat it.
create table stream (
  id integer primary key,
  name text not null unique
);

-- What the hashes of this store's content begin with, so that a hash tells nobody without the file what it is of.
create table salt (
  bytes blob not null
);
insert into salt (bytes) values (randomblob(32));

-- Content, each once by its hash: the first 16 bytes of the SHA-256 of the salt and the text. As in SQLite archives, the bytes
-- are a zlib stream of the text when they are fewer than its size, and the text itself otherwise.
create table content (
  id integer primary key,
  hash blob not null,
  size integer not null,
  bytes blob not null
);

-- The first eight bytes find a hash; all of them, which are compared then, are not kept a second time.
create index content_by_hash on content (substr(hash, 1, 8));

-- The entries of the streams. An id is 4294967296 times the stream's id plus the position in the stream, from 0.
-- A body has one character U+001A for each of its contents, whose ids have commas between them.
create table entry (
  id integer primary key,
  type text not null,
  seconds integer not null, -- since 1970
  nanos integer not null,
  head text not null,
  body text not null,
  contents integer -- so that an id that stands alone is kept as a number
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
  seconds integer not null, -- when it runs out
  nanos integer not null,
  held integer not null
) without rowid;

-- For people who read the file: entries without their bodies, for every tool.
create view outline as
select s.name as stream, e.id & 4294967295 as position, e.type,
  strftime('%Y-%m-%dT%H:%M:%S', e.seconds, 'unixepoch') || printf('.%09dZ', e.nanos) as written_at, e.head
from entry e
join stream s on s.id = e.id >> 32;

-- For people who read the file with the program sqlite3, which has the function sqlar_uncompress: entries with their bodies.
create view journal as
select s.name as stream, e.id & 4294967295 as position, e.type,
  strftime('%Y-%m-%dT%H:%M:%S', e.seconds, 'unixepoch') || printf('.%09dZ', e.nanos) as written_at, e.head,
  (
    with recursive filled (n, body) as (
      select 0, e.body
      union all
      select f.n + 1,
        substr(f.body, 1, instr(f.body, char(26)) - 1)
          || (select cast(sqlar_uncompress(c.bytes, c.size) as text) from content c
              where c.id = json_extract('[' || e.contents || ']', '$[' || f.n || ']'))
          || substr(f.body, instr(f.body, char(26)) + 1)
      from filled f
      where f.n < json_array_length('[' || e.contents || ']')
    )
    select body from filled order by n desc limit 1
  ) as body
from entry e
join stream s on s.id = e.id >> 32;
