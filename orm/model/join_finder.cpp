// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/join_finder.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

using Kind = Relationship::Kind;

/// "column" of any table, "table.column" of that one.
bool names(const std::string& text, const schema::Table& table, const std::string& column) {
  const std::size_t dot = text.rfind('.');
  if (dot == std::string::npos) return text == column;
  const std::string owner = text.substr(0, dot);
  return text.substr(dot + 1) == column && (owner == table.name.name || owner == table.name.toString());
}

bool namesAll(const std::vector<std::string>& texts, const schema::Table& table, const std::vector<std::string>& columns) {
  return std::ranges::all_of(columns, [&](const std::string& column) {
    return std::ranges::any_of(texts, [&](const std::string& text) { return names(text, table, column); });
  });
}

}  // namespace

void JoinFinder::complete(const RelationshipMapping& mapping, Relationship& relationship) const {
  if (!mapping.criterion.empty() && mapping.joins.empty()) refuse(mapping, "a criterion needs columns to join by", "Name them in joins.");
  if (!mapping.joins.empty()) completeDeclared(mapping, relationship);
  else if (mapping.secondary) completeLinked(mapping, relationship);
  else completeDirect(mapping, relationship);
}

std::vector<JoinFinder::Candidate> JoinFinder::keysBetween(const schema::Table& from, const schema::Table& to) const {
  std::vector<Candidate> found;
  for (const schema::ForeignKey& key : from.foreignKeys) {
    QualifiedName referred = key.referredTable;
    if (referred.schema.empty()) referred.schema = from.name.schema;
    if (m_metadata.find(referred).get() != &to) continue;
    const std::vector<std::string> columns = key.referredColumns.empty() && to.primaryKey ? to.primaryKey->columns : key.referredColumns;
    if (columns.size() == key.columns.size()) found.push_back({key.columns, columns, true, from.isUnique(key.columns)});
  }
  return found;
}

std::vector<JoinFinder::Candidate> JoinFinder::directCandidates(const RelationshipMapping& mapping) const {
  std::vector<Candidate> found;
  for (Candidate& key : keysBetween(m_own, m_other)) {
    if (!isChosen(mapping, m_own, key.referring)) continue;
    // A table that refers to itself: the parent's side where the referred columns are said to be the remote ones.
    if (&m_own == &m_other) key.isFromOwn = isRemote(mapping, m_other, key.referred);
    found.push_back(std::move(key));
  }
  if (&m_own == &m_other) return found;
  for (Candidate& key : keysBetween(m_other, m_own)) {
    if (!isChosen(mapping, m_other, key.referring)) continue;
    key.isFromOwn = false;
    found.push_back(std::move(key));
  }
  return found;
}

void JoinFinder::completeDirect(const RelationshipMapping& mapping, Relationship& relationship) const {
  std::vector<Candidate> found = directCandidates(mapping);
  if (found.size() > 1 && !mapping.remoteSide.empty())
    std::erase_if(found, [&](const Candidate& key) {
      return !(key.isFromOwn ? namesAll(mapping.remoteSide, m_other, key.referred) : namesAll(mapping.remoteSide, m_other, key.referring));
    });
  if (found.empty())
    refuse(mapping, "no foreign key joins " + m_own.name.toString() + " and " + m_other.name.toString(), "Declare one on either table, or name the link table.");
  if (found.size() > 1)
    refuse(mapping, "several foreign keys join " + m_own.name.toString() + " and " + m_other.name.toString(), "Name the columns of the one that is meant.");
  const Candidate& key = found.front();
  relationship.localColumns = key.isFromOwn ? key.referring : key.referred;
  relationship.remoteColumns = key.isFromOwn ? key.referred : key.referring;
  if (key.isFromOwn) relationship.kind = Kind::ManyToOne;
  else relationship.kind = mapping.isScalar ? Kind::OneToOne : Kind::OneToMany;
}

/// What the database does not know of.
void JoinFinder::completeDeclared(const RelationshipMapping& mapping, Relationship& relationship) const {
  if (mapping.secondary) refuse(mapping, "columns to join by and a link table exclude each other", "Map the link table as a model of its own.");
  for (const auto& [local, remote] : mapping.joins) {
    if (!m_own.column(local)) refuse(mapping, m_own.name.toString() + " has no column \"" + local + "\"", {});
    if (!m_other.column(remote)) refuse(mapping, m_other.name.toString() + " has no column \"" + remote + "\"", {});
    relationship.localColumns.push_back(local);
    relationship.remoteColumns.push_back(remote);
  }
  const bool isFromOwn = refersFromOwn(mapping, relationship);
  const schema::Table& referring = isFromOwn ? m_own : m_other;
  for (const auto& [column, value] : mapping.criterion)
    if (!referring.column(column)) refuse(mapping, referring.name.toString() + " has no column \"" + column + "\" for the criterion", {});
  relationship.isVirtual = true;
  relationship.criterion = mapping.criterion;
  if (isFromOwn) relationship.kind = Kind::ManyToOne;
  else relationship.kind = mapping.isScalar ? Kind::OneToOne : Kind::OneToMany;
}

bool JoinFinder::refersFromOwn(const RelationshipMapping& mapping, const Relationship& relationship) const {
  const auto hasCriterion = [&](const schema::Table& table) { return std::ranges::all_of(mapping.criterion, [&](const auto& each) { return table.column(each.first) != nullptr; }); };
  if (!mapping.criterion.empty() && hasCriterion(m_own) != hasCriterion(m_other)) return hasCriterion(m_own);
  const bool isOwnUnique = m_own.isUnique(relationship.localColumns), isOtherUnique = m_other.isUnique(relationship.remoteColumns);
  if (!isOwnUnique && !isOtherUnique) refuse(mapping, "the columns to join by are unique on neither side", "Join by the key of one of them.");
  return isOtherUnique && !(isOwnUnique && mapping.isScalar);
}

void JoinFinder::completeLinked(const RelationshipMapping& mapping, Relationship& relationship) const {
  const auto link = m_metadata.find(*mapping.secondary);
  if (!link) refuse(mapping, "there is no table " + mapping.secondary->toString(), "Name the link table as the database has it.");
  std::vector<Candidate> near = keysBetween(*link, m_own);
  std::vector<Candidate> far = keysBetween(*link, m_other);
  if (&m_own == &m_other) {
    // Both refer to the same table: the remote side is the far one; without it the first key leads here, the second there.
    if (near.size() != 2) refuse(mapping, "the link table " + link->name.toString() + " does not refer to " + m_own.name.toString() + " twice", "Give it two foreign keys.");
    const bool isSwapped = !mapping.remoteSide.empty() && namesAll(mapping.remoteSide, *link, near[0].referring);
    far = {isSwapped ? near[0] : near[1]};
    near = {isSwapped ? near[1] : near[0]};
  }
  for (auto* keys : {&near, &far})
    if (keys->size() > 1 && !mapping.foreignKeys.empty()) std::erase_if(*keys, [&](const Candidate& key) { return !namesAll(mapping.foreignKeys, *link, key.referring); });
  if (near.size() != 1 || far.size() != 1)
    refuse(mapping, "the link table " + link->name.toString() + " does not refer once to " + m_own.name.toString() + " and once to " + m_other.name.toString(), "Name the columns of the foreign keys that are meant.");
  relationship.kind = Kind::ManyToMany;
  relationship.linkTable = link->name;
  relationship.localColumns = near[0].referred;
  relationship.linkLocalColumns = near[0].referring;
  relationship.remoteColumns = far[0].referred;
  relationship.linkRemoteColumns = far[0].referring;
}

bool JoinFinder::isChosen(const RelationshipMapping& mapping, const schema::Table& table, const std::vector<std::string>& columns) const {
  return mapping.foreignKeys.empty() || namesAll(mapping.foreignKeys, table, columns);
}

bool JoinFinder::isRemote(const RelationshipMapping& mapping, const schema::Table& table, const std::vector<std::string>& columns) const {
  return !mapping.remoteSide.empty() && namesAll(mapping.remoteSide, table, columns);
}

void JoinFinder::refuse(const RelationshipMapping& mapping, const std::string& what, const std::string& hint) const {
  DbError error(ErrorKind::Mapping, m_owner + "." + mapping.name + ": " + what);
  error.hint = hint;
  throw error;
}

}  // namespace joinery
