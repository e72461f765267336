@org.jspecify.annotations.NullMarked
package dev.catena.local.store;
