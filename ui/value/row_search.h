// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "ui/connections/search_model.h"
#include "ui/value/related_row.h"

namespace joinery::ui {

/// Rows of a model by their labels or keys, to choose one of. Only the first rows that match are looked at, whatever the table's size. A
/// column each for the label, a few details and the key; Qt::EditRole of the label's column says it all in one line. GUI thread.
class RowSearch : public SearchModel {
  Q_OBJECT
 public:
  enum Column { LabelColumn, DetailsColumn, KeyColumn, ColumnCount };
  static constexpr int kMostRows = 50;
  /// So many matches are sorted; of more some are.
  static constexpr std::int64_t kMostMatches = 20'000;
  static constexpr int kMostMilliseconds = 10'000;

  struct Target {
    std::shared_ptr<const Registry> registry;
    const Model* model = nullptr;
    std::vector<const Attribute*> key;  ///< what a row is chosen by: what a reference holds, or the model's own key. Empty: no row is found
    std::vector<std::string> names() const;  ///< of the key
    /// Names the rows with the columns they are chosen by, for KnownLabels.
    std::string place() const;
    static Target ofModel(std::shared_ptr<const Registry> registry, const Model& model);
  };

  RowSearch(Database* database, Target target, QObject* parent = nullptr);
  /// Asks in a moment, unless it is asked again. @param text part of a label, or how a key begins; empty: any rows
  void ask(const QString& text);
  const RowShape& shape() const { return m_shape; }
  /// @return a row of the shape, whose key is what it is chosen by
  const RelatedRow& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
  /// Whether more rows match than are shown.
  bool hasMore() const { return m_hasMore; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 Q_SIGNALS:
  void failed(const joinery::DbError& error);

 protected:
  void look() override;
  void giveUp() override;

 private:
  void take(std::vector<RelatedRow> rows);
  QString keyText(const RelatedRow& row) const;
  QString detailsText(const RelatedRow& row) const;
  Target m_target;
  RowShape m_shape;
  QString m_text;
  std::vector<RelatedRow> m_rows;
  bool m_hasMore = false;
};

}  // namespace joinery::ui
