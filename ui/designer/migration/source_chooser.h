// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QPointer>
#include <QPushButton>

#include "ui/connections/database.h"
#include "ui/designer/design/schema_source.h"
#include "ui/widgets/named_combo_box.h"

namespace joinery::ui {

class WorkspaceDocument;

/// One side of a comparison: the workspace's design, the open database, or another one by its path or URL, or a schema's file. GUI thread.
class SourceChooser : public QWidget {
  Q_OBJECT
 public:
  enum class Kind { Design, Open, Location };
  /// @param name what assistive technology calls it: "From"
  SourceChooser(QString name, WorkspaceDocument* document, QWidget* parent = nullptr);

  void setDatabase(Database* database);
  void setChoice(Kind kind, const QString& location = {});
  Kind kind() const;
  QString location() const;
  /// Whether the file does not tell its engine.
  bool isFile() const { return kind() == Kind::Location && SchemaSource::isSchemaFile(location()); }
  /// Begins to read it: read() or failed() follow.
  void start();
  void stop() { m_source->stop(); }

 Q_SIGNALS:
  void changed();
  void read(const joinery::ui::ReadSchema& schema);
  void failed(const joinery::DbError& error);

 private:
  void browse();
  void readDesign();
  const QString m_name;
  WorkspaceDocument* m_document;
  QPointer<Database> m_database;
  SchemaSource* m_source;
  NamedComboBox* m_kind;
  QLineEdit* m_location;
  QPushButton* m_browse;
};

}  // namespace joinery::ui
