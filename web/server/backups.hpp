// The statements of the routes. Every function takes an open transaction with the caller's claims.
// A text that it returns is JSON as openapi.yaml describes it, unless said otherwise. Each throws
// Problem: not_found where the caller sees no backup of that id, which announce() alone doesn't
// ask.
#pragma once

#include "database.hpp"
#include "list_query.hpp"

#include <cstdint>
#include <string>

namespace paliad::web {

// The caller's row in paliad.users; without id and email where there is none.
struct User {
  std::optional<std::string> id;
  std::optional<std::string> email;
  bool admin = false;
};

User find_user(Transaction& transaction);
// Throws Problem (forbidden) where the caller is no global admin.
void require_admin(Transaction& transaction);

// {items, next, total}: one page of the list.
std::string list_backups(Transaction& transaction, const ListQuery& query);
// The backup as the list has it.
std::string backup_row(Transaction& transaction, const std::string& id);
// `contents` is the text of artifact_contents(), or "null".
std::string backup_detail(Transaction& transaction, const std::string& id,
                          const std::string& contents);
// {sheets, left_out}, from the artifact's manifest.
std::string artifact_contents(Transaction& transaction, const std::string& id);
std::string status(Transaction& transaction);
// The progress of the running backup; nothing where none runs.
std::optional<std::string> progress(Transaction& transaction);

// What a download needs of an artifact.
struct Artifact {
  std::string file;  // its name, without a directory
  std::uint64_t size = 0;
  std::string sha256;  // empty where it isn't known
};

// Throws Problem: still_running, no_artifact where the backup failed, gone where it was removed.
Artifact find_artifact(Transaction& transaction, const std::string& id);

// Returns the id of the backup that was started, as plain text.
std::string start_backup(Transaction& transaction);
// Throws Problem (not_running) where the backup has ended already.
void cancel_backup(Transaction& transaction, const std::string& id);
// Holds the artifact, or releases it. Throws Problem as find_artifact() does.
void hold_backup(Transaction& transaction, const std::string& id, bool held);
// Throws Problem (held), or as find_artifact() does.
void delete_backup(Transaction& transaction, const std::string& id);
// Notifies all pages of a change, `what`, when the transaction commits.
void announce(Transaction& transaction, const std::string& id, const std::string& what);

}  // namespace paliad::web
