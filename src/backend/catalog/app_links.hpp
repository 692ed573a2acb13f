// The catalog's links to the app's tables: its two foreign keys, its policy, and the roles' rights
// in the app's tables. CREATE EXTENSION makes them. After the restore of a dump, or when the app
// has made its tables anew, the next run makes them.
#pragma once

namespace paliad::catalog {

// Makes the links that are missing. Grants rights in an app's object as that object's owner. Alters
// the extension's own table as the role that owns it, which has no other rights: where somebody has
// given its name to another table, that table can't be altered. Inside a transaction that may
// write. Throws Error.
void link_catalog();

}  // namespace paliad::catalog
