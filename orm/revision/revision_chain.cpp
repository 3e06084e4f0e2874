// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "orm/core/db_error.h"
#include "orm/revision/revision.h"

namespace joinery::migration {
namespace {

[[noreturn]] void refuseChain(const std::string& what, const std::string& hint) {
  DbError error(ErrorKind::InvalidRequest, what);
  error.hint = hint;
  throw error;
}

std::string joinedIds(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text;
}

void requireOnce(const std::vector<Revision>& revisions) {
  std::set<std::string> ids;
  for (const Revision& each : revisions)
    if (!ids.insert(each.id).second) refuseChain("the revision " + each.id + " is there twice", "Give one of them another id, and those that follow it another parent.");
  for (const Revision& each : revisions)
    if (!each.parent.empty() && !ids.contains(each.parent)) refuseChain("the revision " + each.id + " follows " + each.parent + ", which is not there", "Bring the file of " + each.parent + " back, or give " + each.id + " another parent.");
}

/// Parents first, those of one parent by id; what lies on a circle is left out.
std::vector<Revision> ordered(std::vector<Revision> revisions) {
  std::multimap<std::string, std::size_t> byParent;
  std::ranges::sort(revisions, {}, &Revision::id);
  for (std::size_t i = 0; i < revisions.size(); ++i) byParent.emplace(revisions[i].parent, i);
  std::vector<Revision> order;
  std::vector<std::string> next{std::string()};
  for (std::size_t at = 0; at < next.size(); ++at) {
    const auto [first, last] = byParent.equal_range(std::string(next[at]));
    for (auto each = first; each != last; ++each) {
      next.push_back(revisions[each->second].id);
      order.push_back(revisions[each->second]);
    }
  }
  return order;
}

}  // namespace

RevisionChain::RevisionChain(std::vector<Revision> revisions) {
  requireOnce(revisions);
  std::vector<std::string> beginnings;
  for (const Revision& each : revisions)
    if (each.parent.empty()) beginnings.push_back(each.id);
  if (beginnings.size() > 1) refuseChain("several revisions follow none: " + joinedIds(beginnings), "Give all but one of them a parent.");
  const std::size_t count = revisions.size();
  m_revisions = ordered(std::move(revisions));
  if (m_revisions.size() < count) refuseChain("some revisions follow each other in a circle", "One of them has to follow none, or one that is not on the circle.");
}

std::vector<std::string> RevisionChain::heads() const {
  std::vector<std::string> ids;
  for (const Revision& each : m_revisions)
    if (std::ranges::find(m_revisions, each.id, &Revision::parent) == m_revisions.end()) ids.push_back(each.id);
  return ids;
}

std::string RevisionChain::head() const {
  const std::vector<std::string> ids = heads();
  if (ids.size() > 1) refuseChain("there are several heads: " + joinedIds(ids), "Two people went on from the same revision. Let one of them follow the other (\"parent\" in its file), or name the one to go to.");
  return ids.empty() ? std::string() : ids.front();
}

const Revision* RevisionChain::find(const std::string& id) const {
  const auto found = std::ranges::find(m_revisions, id, &Revision::id);
  return found == m_revisions.end() ? nullptr : &*found;
}

std::string RevisionChain::idOf(const std::string& meant) const {
  if (meant.empty() || meant == "base") return {};
  if (meant == "head") return head();
  if (find(meant)) return meant;
  std::vector<std::string> fitting;
  for (const Revision& each : m_revisions)
    if (each.id.starts_with(meant)) fitting.push_back(each.id);
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty()) refuseChain("there is no revision " + meant, "Ids, their beginnings, head and base are understood.");
  refuseChain(meant + " may be several revisions: " + joinedIds(fitting), "Write more of its id.");
}

std::vector<const Revision*> RevisionChain::ancestry(const std::string& id) const {
  std::vector<const Revision*> way;
  for (std::string at = id; !at.empty(); at = way.back()->parent) {
    const Revision* revision = find(at);
    if (!revision) refuseChain("there is no revision " + at, "The revisions' folder has other ones than the database went through.");
    way.push_back(revision);
  }
  return way;
}

std::vector<RevisionChain::Step> RevisionChain::path(const std::string& from, const std::string& to) const {
  std::vector<const Revision*> back = ancestry(from), forward = ancestry(to);
  while (!back.empty() && !forward.empty() && back.back() == forward.back()) {
    back.pop_back();
    forward.pop_back();
  }
  std::vector<Step> steps;
  for (const Revision* each : back) steps.push_back({each, Direction::Down});
  for (auto each = forward.rbegin(); each != forward.rend(); ++each) steps.push_back({*each, Direction::Up});
  return steps;
}

}  // namespace joinery::migration
