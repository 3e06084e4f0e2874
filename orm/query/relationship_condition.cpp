// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/relationship_condition.h"

#include "orm/sql/operators.h"

namespace joinery {

sql::Expression equalColumns(const std::string& keyAlias, const std::vector<std::string>& key,
                             const std::string& referringAlias, const std::vector<std::string>& referring) {
  std::vector<sql::Expression> pairs;
  for (std::size_t i = 0; i < key.size() && i < referring.size(); ++i)
    pairs.push_back(sql::eq(sql::column(keyAlias, key[i]), sql::column(referringAlias, referring[i])));
  return sql::and_(std::move(pairs));
}

sql::Expression criterionOf(const Relationship& relationship, const std::string& localAlias, const std::string& targetAlias) {
  if (relationship.criterion.empty()) return {};
  std::vector<sql::Expression> pairs;
  for (const auto& [column, value] : relationship.criterion)
    pairs.push_back(sql::eq(sql::column(relationship.ownsForeignKey() ? localAlias : targetAlias, column), sql::bind(value)));
  return sql::and_(std::move(pairs));
}

sql::Expression relatedBy(const Relationship& relationship, const std::string& localAlias,
                          const std::string& targetAlias) {
  const sql::Expression keys = relationship.ownsForeignKey()
                                   ? equalColumns(targetAlias, relationship.remoteColumns, localAlias, relationship.localColumns)
                                   : equalColumns(localAlias, relationship.localColumns, targetAlias, relationship.remoteColumns);
  return relationship.criterion.empty() ? keys : sql::and_({keys, criterionOf(relationship, localAlias, targetAlias)});
}

}  // namespace joinery
