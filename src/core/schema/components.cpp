#include "core/schema/components.hpp"

#include <algorithm>

namespace paliad::schema {

namespace {

class Search {
public:
  explicit Search(const std::vector<std::set<std::size_t>>& needs)
      : needs_(needs), index_(needs.size(), 0), low_(needs.size(), 0),
        waiting_(needs.size(), false) {}

  std::vector<std::vector<std::size_t>> all() {
    for (std::size_t node = 0; node < needs_.size(); ++node)
      if (index_[node] == 0) visit(node);
    return std::move(found_);
  }

private:
  struct Frame {
    std::size_t node;
    std::set<std::size_t>::const_iterator next;
  };

  void enter(std::size_t node) {
    index_[node] = low_[node] = ++count_;
    waiting_[node] = true;
    stack_.push_back(node);
    frames_.push_back({node, needs_[node].begin()});
  }

  void visit(std::size_t root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.next == needs_[frame.node].end()) {
        leave(frame.node);
        continue;
      }
      const std::size_t next = *frame.next++;
      if (index_[next] == 0)
        enter(next);
      else if (waiting_[next])
        low_[frame.node] = std::min(low_[frame.node], index_[next]);
    }
  }

  void leave(std::size_t node) {
    frames_.pop_back();
    if (!frames_.empty()) {
      std::size_t& above = low_[frames_.back().node];
      above = std::min(above, low_[node]);
    }
    if (low_[node] == index_[node]) take(node);
  }

  void take(std::size_t root) {
    std::vector<std::size_t> component;
    std::size_t node = 0;
    do {
      node = stack_.back();
      stack_.pop_back();
      waiting_[node] = false;
      component.push_back(node);
    } while (node != root);
    found_.push_back(std::move(component));
  }

  const std::vector<std::set<std::size_t>>& needs_;
  std::vector<std::size_t> index_;  // 0: not seen
  std::vector<std::size_t> low_;
  std::vector<bool> waiting_;
  std::vector<std::size_t> stack_;
  std::vector<Frame> frames_;
  std::size_t count_ = 0;
  std::vector<std::vector<std::size_t>> found_;
};

}  // namespace

std::vector<std::vector<std::size_t>> components(const std::vector<std::set<std::size_t>>& needs) {
  return Search(needs).all();
}

}  // namespace paliad::schema
