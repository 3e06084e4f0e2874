// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <memory>

#include "orm/core/result.h"
#include "orm/engine/engine.h"
#include "orm/engine/worker.h"
#include "orm/model/model_declarations.h"

namespace joinery::ui {

/// One open database: its engine, its models once they were reflected, and the workers for its pages. GUI thread; never waits.
class Database : public QObject {
  Q_OBJECT
 public:
  explicit Database(std::shared_ptr<Engine> engine, QObject* parent = nullptr);
  ~Database() override;

  /// What a person declares of its models, from the next opening on.
  void setDeclarations(ModelDeclarations declarations);
  const ModelDeclarations& declarations() const;
  /// The same for an open database at once, in the background, without asking it anything: opened() and declared(). While it opens, it does
  /// so anew.
  void declare(ModelDeclarations declarations);
  /// Reflects in the background: outlined(), then opened() or failed(). Also to refresh the catalogue; the old models stay until the new
  /// ones are there.
  void open();
  /// Stops that at the database: failed() with ErrorKind::Cancelled.
  void stop();
  bool isOpening() const;
  /// Tables whose columns are known so far, of all; none where nothing is read or the tables are not known yet.
  const JobProgress& progress() const;
  const std::shared_ptr<Engine>& engine() const;
  const Dialect& dialect() const;
  /// Null before opened().
  std::shared_ptr<const Registry> registry() const;
  /// The models as the database alone says them, without what is declared; null before opened().
  std::shared_ptr<const Registry> automapped() const;
  /// The same tables and views by their names alone, as the reading has found them first; null before outlined() and after opened().
  std::shared_ptr<const Registry> outline() const;
  QString displayName() const;
  /// A thread and connection of its own for a page, so that it waits for no other. The page keeps it. Its connection is given back while
  /// nothing is asked of it, unless `keep` says otherwise: for those whose statements leave something behind on the connection.
  std::unique_ptr<Worker> newWorker(const QString& name, Engine::Access access = Engine::Access::Read, Worker::Keep keep = Worker::Keep::WhileUsed) const;
  /// How the window connects: connections enough for every page that runs something at the same time.
  static Engine::Options windowOptions();

 Q_SIGNALS:
  /// Reading has begun or ended.
  void openingChanged();
  void outlined();
  void opened();
  /// After opened(): the tables are as they were, the models are those that declare() makes of them.
  void declared();
  /// Before opened(): what does not fit its tables and was left out, a sentence each.
  void declarationsRefused(const QStringList& problems);
  void failed(const joinery::DbError& error);

 private:
  void tellOf(const DeclaredModels& declared);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
