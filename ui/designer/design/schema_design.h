// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>
#include <functional>
#include <memory>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/difference/operation.h"
#include "orm/difference/schema_validation.h"

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
  /// The same, for those who keep it.
  std::shared_ptr<const schema::MetaData> sharedMetadata() const;
  const Dialect& dialect() const;
  /// Carries out operations as one step that can be undone; none: nothing happens.
  /// @param text what the step does, for Undo @param along pushes what belongs to the same step, once the operations are carried out
  /// @return why it can't be: then nothing has changed
  std::optional<DbError> edit(const QString& text, const migration::Operations& operations, const std::function<void()>& along = {});
  /// One of several edits of a view's query that a person makes in one go: those of a session that follow each other are undone as one.
  /// @param session not 0, another number for each
  std::optional<DbError> editQuery(int session, const QString& text, const migration::ReplaceView& operation);
  /// Others may have steps there too: there is one order of them.
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
  /// A step, or one that was undone, has done that; changed() follows.
  void carriedOut(const joinery::migration::Operations& operations);
  /// It is another one, or another step of it.
  void changed();

 private:
  class Step;
  struct Private;
  std::optional<DbError> push(int session, const QString& text, const migration::Operations& operations, const std::function<void()>& along);
  void take(std::shared_ptr<const schema::MetaData> metadata, const migration::Operations& operations = {});
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
