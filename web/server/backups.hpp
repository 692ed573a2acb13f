// What the routes ask the database, and what they have it do. Every function takes an open
// transaction with the caller's claims; the texts it returns are JSON as openapi.yaml describes it.
#pragma once

#include "database.hpp"
#include "list_query.hpp"

#include <cstdint>
#include <string>

namespace paliad::web {

// Who the database says is asking.
struct User {
  std::optional<std::string> id;
  std::optional<std::string> email;
  bool admin = false;
};

User find_user(Transaction& transaction);
// Throws Problem (forbidden) where the caller is no global admin.
void require_admin(Transaction& transaction);

std::string list_backups(Transaction& transaction, const ListQuery& query);
std::string backup_row(Transaction& transaction, const std::string& id);
// `contents` is JSON, or null.
std::string backup_detail(Transaction& transaction, const std::string& id,
                          const std::string& contents);
// What the artifact's manifest says.
std::string artifact_contents(Transaction& transaction, const std::string& id);
std::string status(Transaction& transaction);
// One object, or nothing where none runs.
std::optional<std::string> progress(Transaction& transaction);

// What a download needs to know of an artifact.
struct Artifact {
  std::string file;
  std::uint64_t size = 0;
  std::string sha256;  // empty where it isn't known
};

// Throws Problem where there is no such backup, or no artifact of it.
Artifact find_artifact(Transaction& transaction, const std::string& id);

std::string start_backup(Transaction& transaction);
void cancel_backup(Transaction& transaction, const std::string& id);
void hold_backup(Transaction& transaction, const std::string& id, bool held);
void delete_backup(Transaction& transaction, const std::string& id);
// Has the pages of others know, once the transaction is committed.
void announce(Transaction& transaction, const std::string& id, const std::string& what);

}  // namespace paliad::web
