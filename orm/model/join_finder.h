// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/model/mapping.h"

namespace joinery {

/// Finds out from foreign keys by which columns two models are related. For one mapping; see mapModels().
class JoinFinder {
 public:
  /// Tables must outlive it.
  JoinFinder(const schema::MetaData& metadata, std::string owner, const schema::Table& own, const schema::Table& other)
      : m_metadata(metadata), m_owner(std::move(owner)), m_own(own), m_other(other) {}

  /// Fills kind and columns. @throws DbError Mapping
  void complete(const RelationshipMapping& mapping, Relationship& relationship) const;

 private:
  /// A foreign key, as columns of the referring table and of the referred one.
  struct Candidate {
    std::vector<std::string> referring;
    std::vector<std::string> referred;
    bool isFromOwn = true;
    bool isUnique = false;
  };
  std::vector<Candidate> keysBetween(const schema::Table& from, const schema::Table& to) const;
  void completeDirect(const RelationshipMapping& mapping, Relationship& relationship) const;
  void completeDeclared(const RelationshipMapping& mapping, Relationship& relationship) const;
  bool refersFromOwn(const RelationshipMapping& mapping, const Relationship& relationship) const;
  void completeLinked(const RelationshipMapping& mapping, Relationship& relationship) const;
  std::vector<Candidate> directCandidates(const RelationshipMapping& mapping) const;
  bool isChosen(const RelationshipMapping& mapping, const schema::Table& table, const std::vector<std::string>& columns) const;
  bool isRemote(const RelationshipMapping& mapping, const schema::Table& table, const std::vector<std::string>& columns) const;
  [[noreturn]] void refuse(const RelationshipMapping& mapping, const std::string& what, const std::string& hint) const;

  const schema::MetaData& m_metadata;
  std::string m_owner;
  const schema::Table& m_own;
  const schema::Table& m_other;
};

}  // namespace joinery
