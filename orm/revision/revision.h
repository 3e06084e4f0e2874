// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/core/json_place.h"
#include "orm/difference/operation.h"

namespace joinery::migration {

/// A step of a database's history, as its file `NNNN_name.json` has it.
struct Revision {
  static constexpr int kVersion = 1;

  std::string id;      ///< what databases remember: letters, digits, `_` and `-`; not "head" or "base"
  std::string parent;  ///< the revision that it follows; empty: the first
  std::string message;
  Operations up;
  Operations down;
  /// Those of `up` that a person recorded as renames, for the difference that it was made from.
  Operations renames = {};
  /// The document that it was read from: members that are not known here are kept.
  Json source = Json::object();

  /// Why `down` does not give all that was there, one text for each operation that loses something on either way.
  std::vector<std::string> losses() const;
};

Json revisionToJson(const Revision& revision);
/// Without "down" the way back is the inverse of "up".
/// @throws DbError Argument with the place of what is wrong: an id that is none, a newer version, an unknown operation
Revision revisionFromJson(const JsonPlace& place);

/// Revisions in their order, checked: each follows one that is there, ids are there once, and there is one beginning.
class RevisionChain {
 public:
  /// @throws DbError InvalidRequest for ids that are there twice, parents that are not, several beginnings and circles
  explicit RevisionChain(std::vector<Revision> revisions);

  const std::vector<Revision>& revisions() const { return m_revisions; }
  /// Those that nothing follows; several where two people went on from the same revision.
  std::vector<std::string> heads() const;
  /// The one head; empty of no revisions. @throws DbError InvalidRequest where there are several, naming them
  std::string head() const;
  /// @return null where there is none
  const Revision* find(const std::string& id) const;
  /// What a person means by a revision: its id, the beginning of it that no other has, "head", or "base", which is the empty id.
  /// @throws DbError InvalidRequest where it is none or may be several
  std::string idOf(const std::string& meant) const;

  enum class Direction { Up, Down };
  struct Step {
    const Revision* revision;
    Direction direction;
  };
  /// What is to be done and undone to come from one revision to another: back to what both have in common, then forward.
  /// @param from and `to` empty: the base, before the first
  /// @throws DbError InvalidRequest for an id that is not there
  std::vector<Step> path(const std::string& from, const std::string& to) const;

 private:
  /// From that revision to the first.
  std::vector<const Revision*> ancestry(const std::string& id) const;

  std::vector<Revision> m_revisions;
};

}  // namespace joinery::migration
