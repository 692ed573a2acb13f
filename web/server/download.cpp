#include "download.hpp"

#include "backups.hpp"
#include "problem.hpp"
#include "range.hpp"

#include <algorithm>

namespace paliad::web {

namespace {

// Not smaller: the database checks caller and artifact anew for each piece.
constexpr std::uint64_t piece_size = 4UL * 1024 * 1024;

class Download {
public:
  Download(const Claims& claims, std::string id, Slots& slots)
      : slot_(slots), id_(std::move(id)), transaction_(connection_, claims) {
    require_admin(transaction_);
    artifact_ = find_artifact(transaction_, id_);
  }

  const Artifact& artifact() const noexcept { return artifact_; }

  // The artifact's bytes from `offset`: `size` of them, but piece_size at most.
  Result read(std::uint64_t offset, std::uint64_t size) {
    transaction_.check_again();
    return transaction_->query(
        "SELECT " + transaction_.call(extension::read),
        {id_, std::to_string(offset), std::to_string(std::min(size, piece_size))}, true);
  }

private:
  Slot slot_;
  std::string id_;
  Connection connection_;
  Transaction transaction_;
  Artifact artifact_;
};

// Keeps only characters that an artifact's name may have: a row of the catalog that somebody has
// changed must not be able to add a header.
std::string plain_name(std::string name) {
  name.erase(std::remove_if(name.begin(), name.end(),
                            [](char c) {
                              return std::isalnum(static_cast<unsigned char>(c)) == 0 &&
                                     std::string_view("-_.").find(c) == std::string_view::npos;
                            }),
             name.end());
  return name.empty() ? "backup.zip" : name;
}

Piece piece_of(const httplib::Request& request, const Artifact& artifact, const std::string& etag) {
  std::string range = request.get_header_value("Range");
  const std::string condition = request.get_header_value("If-Range");
  // A Range has a meaning for GET alone (RFC 9110, 14.2).
  if (request.method != "GET") range.clear();
  if (!condition.empty() && !(names_etag(condition, etag, false) && !artifact.sha256.empty()))
    range.clear();
  return wanted_piece(range, artifact.size);
}

bool write_piece(Download& download, std::uint64_t offset, std::uint64_t size,
                 httplib::DataSink& sink) {
  const Result piece = download.read(offset, size);
  const auto bytes = static_cast<std::size_t>(PQgetlength(piece.get(), 0, 0));
  if (bytes == 0) throw Problem("damaged");
  return sink.write(PQgetvalue(piece.get(), 0, 0), bytes);
}

}  // namespace

void send_artifact(const Claims& claims, const std::string& id, Slots& slots,
                   const httplib::Request& request, httplib::Response& response) {
  const auto download = std::make_shared<Download>(claims, id, slots);
  const Artifact& artifact = download->artifact();
  const std::string etag = '"' + artifact.sha256 + '"';
  if (!artifact.sha256.empty()) {
    response.set_header("ETag", etag);
    if (names_etag(request.get_header_value("If-None-Match"), etag, true)) {
      response.status = 304;
      return;
    }
  }
  response.set_header("Accept-Ranges", "bytes");
  const Piece piece = piece_of(request, artifact, etag);
  const std::string all = std::to_string(artifact.size);
  if (piece.kind == Piece::Kind::beyond) {
    response.set_header("Content-Range", "bytes */" + all);
    throw Problem("bad_range");
  }
  // Reads the first byte, so that what fails at once is still answered with a status.
  if (request.method != "HEAD") (void)download->read(piece.first, 1);
  if (piece.kind == Piece::Kind::part)
    response.set_header("Content-Range", "bytes " + std::to_string(piece.first) + "-" +
                                             std::to_string(piece.first + piece.size - 1) + "/" +
                                             all);
  response.status = piece.kind == Piece::Kind::part ? 206 : 200;
  response.set_header("Content-Disposition",
                      "attachment; filename=\"" + plain_name(artifact.file) + "\"");
  response.set_content_provider(piece.size, "application/zip",
                                [download, first = piece.first](
                                    std::size_t offset, std::size_t left, httplib::DataSink& sink) {
                                  try {
                                    return write_piece(*download, first + offset, left, sink);
                                  } catch (const std::exception& error) {
                                    log_line(std::string("a download broke off: ") + error.what());
                                    return false;
                                  }
                                });
}

}  // namespace paliad::web
