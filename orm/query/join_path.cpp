// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/join_path.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/query/model_select.h"
#include "orm/query/relationship_condition.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

/// The relationship whose name begins the path; the path is left with the rest. Names may hold dots themselves.
const Relationship* takeRelationship(std::string_view& path, const Model& model) {
  for (std::size_t end = path.find('.');; end = path.find('.', end + 1)) {
    const Relationship* found = model.relationship(path.substr(0, end));
    if (found != nullptr) {
      path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
      return found;
    }
    if (end == std::string_view::npos) return nullptr;
  }
}

JoinTree& childOf(JoinTree& tree, const Relationship& relationship, const Registry& registry) {
  const auto found = std::ranges::find(tree.children, &relationship, &JoinTree::relationship);
  if (found != tree.children.end()) return *found;
  tree.children.push_back({&relationship, &registry.target(relationship), {}});
  return tree.children.back();
}

[[noreturn]] void refusePath(const std::string& path, std::string_view rest, const Model& model) {
  const std::string wrong(rest.substr(0, rest.find('.')));
  DbError error(ErrorKind::InvalidRequest, "join " + path + ": " + model.name + " has no relationship \"" + wrong + "\"");
  error.hint = nearestNamesHint(wrong, model.relationshipNames());
  throw error;
}

}  // namespace

JoinTree parseJoinPaths(const std::vector<std::string>& paths, const Registry& registry, const Model& model) {
  JoinTree root;
  root.model = &model;
  for (const std::string& path : paths) {
    JoinTree* tree = &root;
    std::string_view rest = path;
    do {
      const Relationship* relationship = takeRelationship(rest, *tree->model);
      if (relationship == nullptr) refusePath(path, rest, *tree->model);
      tree = &childOf(*tree, *relationship, registry);
    } while (!rest.empty());
  }
  return root;
}

sql::Select relatedRows(const Relationship& relationship, const Registry& registry, const std::string& localAlias,
                        const std::string& targetAlias) {
  const Model& target = registry.target(relationship);
  const sql::FromItem rows = modelSource(target, targetAlias);
  const sql::Select select({sql::integerLiteral(1)});
  if (relationship.kind != Relationship::Kind::ManyToMany)
    return select.from(rows).where(relatedBy(relationship, localAlias, targetAlias));

  std::string link = targetAlias + "_link";
  while (sameName(link, localAlias, true)) link += "_";
  const auto toLink = equalColumns(targetAlias, relationship.remoteColumns, link, relationship.linkRemoteColumns);
  const auto toHere = equalColumns(localAlias, relationship.localColumns, link, relationship.linkLocalColumns);
  return select.from(rows.join(sql::table(relationship.linkTable, link), toLink)).where(toHere);
}

}  // namespace joinery
