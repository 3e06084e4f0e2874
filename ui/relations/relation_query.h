// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "orm/core/json.h"
#include "orm/engine/worker.h"
#include "orm/model/registry.h"
#include "orm/sql/select.h"
#include "ui/value/related_row.h"

namespace joinery {
class RowOrder;
}

namespace joinery::ui {

/// The rows of one branch, from a place on.
struct RelatedPage {
  static constexpr std::size_t kRows = 100;
  /// Where a page begins: at a row's place in the order or, where rows have none, after a number of rows.
  struct Start {
    std::vector<Value> key;
    std::int64_t offset = 0;
  };
  std::vector<RelatedRow> rows;
  std::optional<Start> next;  ///< none: this was the last page
};

/// Rows of a model, wherever they belong to.
struct RowsOfModel {
  std::string model = {};
  Json filter = Json::object();
  std::vector<std::string> sorts = {};  ///< "+Name"; empty: the key's order
  bool operator==(const RowsOfModel&) const = default;
};

/// A row with the one row that each of its to-one relationships leads to.
struct RowWithRelated {
  std::optional<RelatedRow> row;                   ///< none: it is no longer there
  std::vector<std::optional<RelatedRow>> related;  ///< one for each relationship that was asked for
};

/// Reads one row and its related rows: one statement a call, for a worker's thread. A cell is read up to 8 KiB.
class RelationQuery {
  struct InlineRow {
    const Relationship* relationship;
    RowShape shape;
    std::string alias;
  };

 public:
  /// @param key as Model::keyAttributes(), not empty
  RelationQuery(std::shared_ptr<const Registry> registry, const Model& model, std::vector<Value> key);

  /// Filters that the rows of some to-many relationships have to pass, by name: the others are neither counted nor read.
  void setPrune(std::map<std::string, Json> filters) { m_prune = std::move(filters); }

  /// @throws DbError
  RowWithRelated row(Worker::Context& context, const std::vector<const Relationship*>& toOne) const;
  /// How many rows each relationship leads to. @throws DbError
  std::vector<std::int64_t> counts(Worker::Context& context, const std::vector<const Relationship*>& relationships) const;
  /// How many of the rows with those keys a relationship leads to. @throws DbError
  std::int64_t countAmong(Worker::Context& context, const Relationship& relationship, const std::vector<std::vector<Value>>& keys) const;
  /// @throws DbError
  RelatedPage page(Worker::Context& context, const Relationship& relationship, const RelatedPage::Start& start) const;

  /// The rows with those keys, each in its key's place, by few statements; nothing in the place of one that is no longer there. @throws DbError
  static std::vector<std::optional<RelatedRow>> rowsByKeys(Worker::Context& context, const std::shared_ptr<const Registry>& registry, const Model& model,
                                                           const std::vector<std::vector<Value>>& keys);
  /// Rows of a whole model that pass a filter, in that order. @throws DbError InvalidRequest for a wrong filter or sort
  static RelatedPage rows(Worker::Context& context, const Registry& registry, const RowsOfModel& wanted, const RelatedPage::Start& start);

 private:
  /// Which texts are read along that no relationship needs: all that are shown, those of labels, none. SQLite reads a text whole to give
  /// any of it.
  enum class Texts { Shown, Labels, Hidden };
  RowWithRelated row(Worker::Context& context, const std::vector<const Relationship*>& toOne, Texts texts) const;
  RelatedPage page(Worker::Context& context, const Relationship& relationship, const RelatedPage::Start& start, Texts texts) const;
  static RelatedPage rows(Worker::Context& context, const Registry& registry, const RowsOfModel& wanted, const RelatedPage::Start& start, Texts texts);
  /// What comes along with the rows of a page: labels of what they lead to, and columns of the link table.
  struct Along {
    std::vector<InlineRow> chain;
    std::vector<const schema::Column*> link;
    std::string linkAlias;
  };
  static RelatedPage readPage(Worker::Context& context, sql::Select select, const RowOrder& order, const RowShape& shape, Texts texts, const RelatedPage::Start& start, const Along& along);
  /// Joins what a row leads to by foreign keys: all of it, and on as long as there is one way. @param except columns of one that is left out
  static sql::FromItem joinChain(sql::FromItem from, const Registry& registry, const Model& model, const std::string& alias, const std::vector<std::string>& except, std::vector<InlineRow>& chain);
  static void appendChain(std::vector<sql::Expression>& columns, const std::vector<InlineRow>& chain, Texts texts);
  static std::vector<RelatedRow::Aside> takeChain(const std::vector<InlineRow>& chain, const RowBatch& batch, std::size_t row, std::size_t firstColumn, Texts texts);
  static RelatedRow takeRow(const RowShape& shape, const RowBatch& batch, std::size_t row, std::size_t firstColumn, Texts texts);
  static bool isHidden(const RowShape& shape, const Attribute& attribute, Texts texts);
  static void appendColumns(std::vector<sql::Expression>& columns, const RowShape& shape, const std::string& alias, Texts texts);
  template <typename Read>
  static auto readingLittle(Worker::Context& context, const Read& read);
  sql::Expression isThisRow() const;
  /// What rows of a relationship have to meet; empty for nothing.
  sql::Expression pruned(const Relationship& relationship, const std::string& alias) const;

  std::shared_ptr<const Registry> m_registry;
  const Model* m_model;
  std::vector<Value> m_key;
  std::map<std::string, Json> m_prune;
};

}  // namespace joinery::ui
