// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>

#include "orm/core/json.h"
#include "ui/connections/database.h"
#include "ui/filter/filter_node.h"

namespace joinery::ui {

/// Builds a filter document by hand: groups (all, any, none), conditions by type, relation steps with some, none, every and count; the
/// document as JSON, editable, and as SQL beside it. Accessible names "Filter builder", "Filter JSON".
class FilterBuilder : public QWidget {
  Q_OBJECT
 public:
  FilterBuilder(Database* database, const std::string& model, QWidget* parent = nullptr);
  ~FilterBuilder() override;

  /// What will be sent for a filter; without it the builder shows a statement of its own. It may throw DbError.
  void setStatement(std::function<std::string(const Json& filter)> statement);
  /// What the statement depends on beside the filter is another now.
  void updateStatement();
  /// The last valid document.
  Json filter() const;
  /// What of related rows is shown: dotted path → filter.
  Json prune() const;
  /// Shows a document; one that the rows cannot express whole stays editable as JSON.
  void setFilter(const Json& filter, const Json& prune = Json::object());
  /// Whether what is shown can be applied.
  bool isValid() const;

 Q_SIGNALS:
  /// A person pressed Apply (or Ctrl+Return) on a valid filter.
  void applied(const joinery::Json& filter, const joinery::Json& prune);

 private:
  void makeWidgets();
  void adoptModels();
  void takeRows();
  void takeJson();
  void waitForValue(const QString& name);
  /// Takes the document where it compiles; else says why not.
  bool accept(const Json& filter, const Json& prune);
  std::optional<FilterNode> parsed() const;
  void showJson(const Json& filter, const Json& prune);
  void showStatement(const QString& statement);
  void showInRows();
  void showAsText();
  void apply();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
