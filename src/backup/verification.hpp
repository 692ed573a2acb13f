// paliad_backup_verify(): an artifact proved, and the result kept in the catalog.
#pragma once

#include "postgres/spi.hpp"

#include <string>
#include <vector>

namespace paliad::backup {

// (item, ok, detail) for each check of the artifact of backup `id`. Whatever is wrong with the file
// is a row; an Error is for wrong use: no right, no such backup, one that is not done or was
// removed. In a transaction that may write, the catalog keeps when it was and what came of it.
std::vector<postgres::Row> verify_backup(const std::string& id);

}  // namespace paliad::backup
