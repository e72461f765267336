/// Names to files: where models and native libraries come from, how they are checked, and where they lie.
///
/// [dev.catena.local.store.ModelStore] is the way in. Everything it hands out has been checked against a SHA-256, and is
/// checked again whenever the file on disk is no longer the one that was checked.
@NullMarked
package dev.catena.local.store;

import org.jspecify.annotations.NullMarked;
