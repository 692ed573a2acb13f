// Ranges, entity tags, cookies, limits, settings and events, which need no server.
#include "events.hpp"
#include "limits.hpp"
#include "list_query.hpp"
#include "page_files.hpp"
#include "problem.hpp"
#include "range.hpp"
#include "session.hpp"
#include "settings.hpp"

#include <gtest/gtest.h>

namespace {

using namespace paliad::web;

std::string piece(const std::string& header, std::uint64_t size = 100) {
  const Piece found = wanted_piece(header, size);
  if (found.kind == Piece::Kind::beyond) return "beyond";
  return (found.kind == Piece::Kind::whole ? "whole " : "part ") + std::to_string(found.first) +
         "+" + std::to_string(found.size);
}

TEST(Range, ofTheBytes) {
  EXPECT_EQ(piece("bytes=0-0"), "part 0+1");
  EXPECT_EQ(piece("bytes=10-19"), "part 10+10");
  EXPECT_EQ(piece("bytes=99-"), "part 99+1");
  EXPECT_EQ(piece("bytes=0-1000"), "part 0+100");
  EXPECT_EQ(piece("bytes=5-99999999999999999999999"), "part 5+95");
  EXPECT_EQ(piece("bytes=-1"), "part 99+1");
  EXPECT_EQ(piece("bytes=-1000"), "part 0+100");
  EXPECT_EQ(piece("bytes=100-"), "beyond");
  EXPECT_EQ(piece("bytes=99999999999999999999999-"), "beyond");
  EXPECT_EQ(piece("bytes=-0"), "beyond");
  EXPECT_EQ(piece("bytes=0-", 0), "beyond");
  EXPECT_EQ(piece("bytes=-5", 0), "beyond");
  EXPECT_EQ(piece("Bytes=1-2"), "part 1+2");
}

TEST(Range, ofManyDigits) {
  EXPECT_EQ(piece("bytes=0-99999999999999999999999"), "part 0+100");
  EXPECT_EQ(piece("bytes=-99999999999999999999999"), "part 0+100");
  EXPECT_EQ(piece("bytes=99999999999999999999998-99999999999999999999999"), "beyond");
  EXPECT_EQ(piece("bytes=99999999999999999999999-99999999999999999999998"), "whole 0+100");
  EXPECT_EQ(piece("bytes=00000000000000000000001-00000000000000000000002"), "part 1+2");
  EXPECT_EQ(piece("bytes=-00000000000000000000000"), "beyond");
}

std::string without_range(std::string head, const std::string& range) {
  EXPECT_EQ(take_range(head), range);
  return head;
}

TEST(Range, takenOutOfAHead) {
  EXPECT_EQ(without_range("GET / HTTP/1.1\r\nHost: x\r\nrAnge: \tbytes=1-2 \r\n\r\n", "bytes=1-2"),
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(without_range("GET / HTTP/1.1\r\nRange:a\r\nRange:\r\nX: y\r\nRange: b", "a, "),
            "GET / HTTP/1.1\r\nX: y\r\nRange: b");
  for (const std::string head : {"", "\r\n", "Range: a\r\n\r\n", "GET / HTTP/1.1\r\nX-Range: a\r\n",
                                 "GET / HTTP/1.1\r\nIf-Range: a\r\nRange : b\r\n Range: c\r\n\r\n"})
    EXPECT_EQ(without_range(head, ""), head);
}

TEST(Range, elseTheWhole) {
  for (const char* header :
       {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-b", "bytes=5-4", "bytes=0-1,3-4",
        "lines=0-1", "bytes=--1", "bytes=+1-2", "bytes=1 -2"})
    EXPECT_EQ(piece(header), "whole 0+100") << header;
}

TEST(EntityTag, named) {
  EXPECT_TRUE(names_etag("\"a\"", "\"a\"", false));
  EXPECT_TRUE(names_etag("\"b\", \"a\"", "\"a\"", true));
  EXPECT_TRUE(names_etag("W/\"a\"", "\"a\"", true));
  EXPECT_TRUE(names_etag("*", "\"a\"", true));
  EXPECT_FALSE(names_etag("W/\"a\"", "\"a\"", false));
  EXPECT_FALSE(names_etag("*", "\"a\"", false));
  EXPECT_FALSE(names_etag("", "\"a\"", true));
  EXPECT_FALSE(names_etag("a", "\"a\"", true));
}

TEST(Session, cookie) {
  EXPECT_EQ(cookie_value("paliad_session=x", "paliad_session"), "x");
  EXPECT_EQ(cookie_value("a=1;  paliad_session=x=y ; b", "paliad_session"), "x=y");
  EXPECT_EQ(cookie_value("xpaliad_session=x", "paliad_session"), std::nullopt);
  EXPECT_EQ(cookie_value("paliad_session=x; paliad_session=x", "paliad_session"), std::nullopt);
  EXPECT_EQ(cookie_value("", "paliad_session"), std::nullopt);
  EXPECT_EQ(cookie_value(";;=;", "paliad_session"), std::nullopt);
}

TEST(Session, bearer) {
  EXPECT_EQ(bearer_token("Bearer a.b-c_d"), "a.b-c_d");
  EXPECT_EQ(bearer_token("bEARER  a "), "a");
  for (const char* other :
       {"", "Bearer", "Bearer ", "Basic a", "Bearer a b", "Bearer a;b", "Bearera"})
    EXPECT_EQ(bearer_token(other), std::nullopt) << other;
}

TEST(Session, csrf) {
  EXPECT_EQ(csrf_token("a").size(), 64U);
  EXPECT_NE(csrf_token("a"), csrf_token("b"));
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("abc", "ab"));
  EXPECT_EQ(set_cookie("t", 5, true),
            "paliad_session=t; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=5");
}

TEST(Limits, rate) {
  RateLimit limit(2, 1);
  const RateLimit::Time start{};
  EXPECT_TRUE(limit.admit("a", start));
  EXPECT_TRUE(limit.admit("a", start));
  EXPECT_FALSE(limit.admit("a", start));
  EXPECT_TRUE(limit.admit("b", start));
  EXPECT_TRUE(limit.admit("a", start + std::chrono::milliseconds(1001)));
  EXPECT_FALSE(limit.admit("a", start + std::chrono::milliseconds(1500)));
}

// Many addresses neither fill the memory nor lock out clients that are already known.
TEST(Limits, manyClients) {
  RateLimit limit(2, 1);
  const RateLimit::Time start{};
  for (int i = 0; i < 10'000; ++i) (void)limit.admit(std::to_string(i), start);
  EXPECT_FALSE(limit.admit("one more", start));
  EXPECT_TRUE(limit.admit("5", start));
  EXPECT_TRUE(limit.admit("one more", start + std::chrono::seconds(3)));
}

TEST(Limits, slots) {
  Slots slots(1);
  {
    const Slot first(slots);
    EXPECT_THROW(const Slot second(slots), Problem);
  }
  EXPECT_TRUE(slots.take());
}

TEST(Limits, client) {
  EXPECT_EQ(client_of("203.0.113.1", "198.51.100.1"), "203.0.113.1");
  EXPECT_EQ(client_of("127.0.0.1", ""), "127.0.0.1");
  EXPECT_EQ(client_of("127.0.0.1", "6.6.6.6, 198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(client_of("::1", "198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(client_of("127.0.0.1", "x, "), "127.0.0.1");
}

std::string settings_error(const std::string& listen) {
  try {
    (void)read_settings([&](const char* name) -> const char* {
      if (std::string(name) == "PALIAD_WEB_LISTEN") return listen.c_str();
      return std::string(name) == "PALIAD_JWT_SECRET" ? "0123456789abcdef0123456789abcdef"
                                                      : nullptr;
    });
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

TEST(Settings, listen) {
  for (const char* good : {"", "127.0.0.1:0", "[::1]:8480", "localhost:65535"})
    EXPECT_EQ(settings_error(good), "") << good;
  for (const char* bad : {"x", ":1", "x:", "x:65536", "x:-1", "::1:80", "x:1a", "[]:1"})
    EXPECT_NE(settings_error(bad), "") << bad;
}

TEST(Events, onlyOurs) {
  const std::string id = "00000000-0000-4000-8000-000000000001";
  EXPECT_EQ(backup_event(R"({"id" : ")" + id + R"(", "status" : "done", "more": 1})"),
            R"({"id":")" + id + R"(","status":"done"})");
  for (const std::string other :
       {"", "x", "[]", "{}", R"({"id":1,"status":"done"})", R"({"id":"x","status":"done"})"})
    EXPECT_EQ(backup_event(other), std::nullopt) << other;
  EXPECT_EQ(backup_event(R"({"id":")" + id + R"(","status":"x\n\nevent: y"})"), std::nullopt);
}

TEST(Events, aSubscriberThatSleeps) {
  Subscriber subscriber;
  for (int i = 0; i < 201; ++i) subscriber.add("e");
  EXPECT_TRUE(subscriber.overrun());
  EXPECT_EQ(subscriber.wait(0), "e");
}

TEST(ListQuery, nothingOfTheCallersIsInTheStatement) {
  const ListQuery query = parse_list_query(
      {{"q", "'; DROP"}, {"status", "done"}, {"from", "2026-01-01"}, {"limit", "7"}});
  EXPECT_EQ(query.filter.find("DROP"), std::string::npos);
  EXPECT_EQ(query.values.size(), 3U);
  EXPECT_EQ(query.limit, 7);
  EXPECT_THROW(parse_list_query({{"from", "2026-01-01T00:00:00+1"}}), Problem);
}

TEST(Problem, byState) {
  EXPECT_EQ(problem_of("55000", "export_dir_unset").code(), "export_dir_unset");
  EXPECT_EQ(problem_of("55000", "export_dir").code(), "not_ready");
  EXPECT_EQ(problem_of("55000", "no_artifact").code(), "no_artifact");
  EXPECT_EQ(problem_of("55000", "").code(), "not_ready");
  EXPECT_EQ(problem_of("55006", "already_running").code(), "already_running");
  EXPECT_EQ(problem_of("55006", "still_running").code(), "still_running");
  EXPECT_EQ(problem_of("55006", "artifact_held").code(), "held");
  EXPECT_EQ(problem_of("55006", "artifact_being_read").code(), "in_use");
  EXPECT_EQ(problem_of("55006", "").code(), "in_use");
  EXPECT_EQ(problem_of("58P01", "artifact_removed").code(), "gone");
  EXPECT_EQ(problem_of("58P01", "").code(), "not_ready");
  EXPECT_EQ(problem_of("42704", "unknown_backup").code(), "not_found");
  EXPECT_EQ(problem_of("42501", "not_administrator").code(), "forbidden");
  EXPECT_EQ(problem_of("42501", "").code(), "not_ready");
  // A constraint of the app may have the name of a code.
  EXPECT_EQ(problem_of("23505", "already_running").code(), "internal");
  EXPECT_EQ(problem_of("57P01", "").code(), "database_away");
  EXPECT_EQ(problem_of("XX000", "/srv/secret").code(), "internal");
  EXPECT_EQ(problem_of("XX000", "/srv/secret").json().find("secret"), std::string::npos);
}

TEST(PageFiles, types) {
  EXPECT_EQ(media_type("a.js"), "text/javascript; charset=utf-8");
  EXPECT_EQ(media_type("a.sh"), "");
  EXPECT_EQ(find_page_file(""), nullptr);
  EXPECT_EQ(find_page_file("../server/main.cpp"), nullptr);
}

}  // namespace
