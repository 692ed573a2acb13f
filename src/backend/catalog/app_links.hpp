// The catalog's links to the app's tables: its two foreign keys, its policy, and what the roles may
// do with the app's tables. CREATE EXTENSION makes them; after the restore of a dump, or where the
// app has made its tables anew, the next run does.
#pragma once

namespace paliad::catalog {

// Makes what is missing. Rights in an app's object are granted as that object's owner; the
// extension's own table is altered as the role that owns it, which has no other rights: where
// somebody has made a name mean another table, nothing is altered there. Inside a transaction that
// may write. Throws Error.
void link_catalog();

}  // namespace paliad::catalog
