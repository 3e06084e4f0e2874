// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_row.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "orm/core/postgresql_type.h"

namespace joinery {
namespace {

struct Bounds {
  std::int64_t lowest;
  std::int64_t highest;
};

template <typename Integer>
constexpr Bounds boundsOf() {
  return {std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max()};
}

/// Source: the server's oids of smallint and integer, which never change.
Bounds boundsOfType(std::int64_t oid) {
  constexpr std::int64_t kSmallint = 21, kInteger = 23;
  if (oid == kSmallint) return boundsOf<std::int16_t>();
  return oid == kInteger ? boundsOf<std::int32_t>() : boundsOf<std::int64_t>();
}

std::optional<std::int64_t> unless(std::int64_t usual, std::int64_t value) { return value == usual ? std::nullopt : std::optional(value); }

}  // namespace

char postgresqlLetter(const CatalogueRow& row, std::string_view label) {
  const std::string text = row.text(label);
  return text.empty() ? '\0' : text.front();
}

std::vector<std::string> postgresqlLines(const CatalogueRow& row, std::string_view label) {
  const std::string text = row.text(label);
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

schema::SequenceOptions postgresqlSequenceOptions(const CatalogueRow& row) {
  schema::SequenceOptions options;
  if (row.isNull("counted_type")) return options;
  const Bounds bounds = boundsOfType(row.integer("counted_type"));
  const std::int64_t step = row.integer("counts_by"), lowest = row.integer("counts_down_to"), highest = row.integer("counts_up_to");
  const bool isAscending = step > 0;
  options.start = unless(isAscending ? lowest : highest, row.integer("counts_from"));
  options.increment = unless(1, step);
  options.minimum = unless(isAscending ? 1 : bounds.lowest, lowest);
  options.maximum = unless(isAscending ? bounds.highest : -1, highest);
  options.cache = unless(1, row.integer("counts_ahead"));
  options.cycle = row.flag("counts_again");
  return options;
}

schema::Firing postgresqlFiring(const CatalogueRow& row) {
  switch (postgresqlLetter(row, "firing")) {
    case 'D': return schema::Firing::Never;
    case 'R': return schema::Firing::Replica;
    case 'A': return schema::Firing::Always;
    default: return schema::Firing::Origin;
  }
}

ValueType postgresqlTypeOf(const CatalogueRow& row, const PostgresqlEnumLabels& labels) {
  const PostgresqlTypeEntry entry{row.text("type_name"), postgresqlLetter(row, "type_class"), postgresqlLetter(row, "category"), row.integer("modifier")};
  ValueType type = postgresqlType(entry, row.text("declared"));
  const auto found = labels.find(row.integer("type"));
  if (found != labels.end()) type.labels = found->second;
  return type;
}

}  // namespace joinery
