// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/place.h"

#include "orm/model/names.h"

namespace joinery {

namespace {

std::string escaped(const std::string& token) {
  std::string text;
  for (const char letter : token) {
    if (letter == '~') text += "~0";
    else if (letter == '/') text += "~1";
    else text += letter;
  }
  return text;
}

}  // namespace

Place Place::child(std::string token) const {
  if (m_depth == kMaxDepth) refuse("it is nested more than " + std::to_string(kMaxDepth) + " levels deep");
  Place place;
  place.m_parent = this;
  place.m_token = std::move(token);
  place.m_depth = m_depth + 1;
  return place;
}

std::string Place::pointer() const {
  return m_parent == nullptr ? std::string() : m_parent->pointer() + "/" + escaped(m_token);
}

const std::string& Place::subject() const { return m_parent == nullptr || !m_subject.empty() ? m_subject : m_parent->subject(); }

void Place::refuse(const std::string& what, const std::string& hint) const {
  const std::string about = subject().empty() ? std::string() : subject() + ": ";
  DbError error(ErrorKind::InvalidRequest, (m_parent == nullptr ? "filter: " : "filter at " + pointer() + ": ") + about + what);
  error.hint = hint;
  throw error;
}

void Place::refuseName(const std::string& what, const std::string& wrong, const std::vector<std::string>& valid) const {
  refuse(what, nearestNamesHint(wrong, valid));
}

}  // namespace joinery
