// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>
#include <memory>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/migration/operation.h"
#include "orm/migration/schema_validation.h"

namespace joinery::ui {

/// A schema as a person designs it for one engine. It changes by operations only, which are recorded, so that a new name stays a rename;
/// each step can be undone. Connects to nothing. GUI thread; what it holds is plain data.
class SchemaDesign : public QObject {
  Q_OBJECT
 public:
  /// Empty, for SQLite.
  explicit SchemaDesign(QObject* parent = nullptr);
  ~SchemaDesign() override;

  /// Begins anew, with that schema as the state of the last revision. @param backend "sqlite", "postgresql"
  /// @throws DbError NotSupported for another
  void start(const std::string& backend, schema::MetaData metadata = {});

  const schema::MetaData& metadata() const;
  const Dialect& dialect() const;
  /// Carries out operations as one step that can be undone; none: nothing happens.
  /// @param text what the step does, for Undo @return why it can't be: then nothing has changed
  std::optional<DbError> edit(const QString& text, const migration::Operations& operations);
  QUndoStack& undoStack();

  /// What was done since the last revision, in order.
  migration::Operations recorded() const;
  /// What leads from the last revision to the design, the shortest way, with the renames that were recorded.
  migration::Operations sinceRevision() const;
  /// The design is a revision from now on.
  void markRevision();
  /// Whether the last revision does not have it, so that no database has rows of it.
  bool isNew(const QualifiedName& table) const;

  /// What is wrong with the design as it is.
  const std::vector<migration::SchemaIssue>& issues() const;

  /// As a workspace holds it, with the keys that were read and are not known here.
  Json toJson() const;
  /// @throws DbError Argument with the place of what is wrong; then the design is as it was
  void read(const Json& json);

 Q_SIGNALS:
  /// It is another one, or another step of it.
  void changed();

 private:
  class Step;
  struct Private;
  void take(std::shared_ptr<const schema::MetaData> metadata);
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
