/// Where records are kept: streams of entries, and leases. It knows no run and no agent.
@NullMarked
package dev.catena.journal;

import org.jspecify.annotations.NullMarked;
