// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "orm/core/json.h"
#include "ui/connections/database.h"

namespace joinery::ui {

/// Builds a filter document by hand: groups (all, any, none), conditions by type, relation steps with some, none, every and count; the
/// document as JSON, editable, and as SQL beside it. Accessible names "Filter builder", "Filter JSON".
class FilterBuilder : public QWidget {
  Q_OBJECT
 public:
  FilterBuilder(Database* database, const std::string& model, QWidget* parent = nullptr);
  ~FilterBuilder() override;

  /// The last valid document.
  Json filter() const;
  /// Shows a document; one that the rows cannot express whole stays editable as JSON.
  void setFilter(const Json& filter);
  /// Whether what is shown can be applied.
  bool isValid() const;

 Q_SIGNALS:
  /// A person pressed Apply (or Ctrl+Return) on a valid filter.
  void applied(const joinery::Json& filter);

 private:
  void makeWidgets();
  void adoptModels();
  void takeRows();
  void takeJson();
  void waitForValue(const QString& name);
  /// Takes the document where it compiles; else says why not.
  bool accept(const Json& filter);
  void showInRows();
  void showAsText();
  void apply();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
