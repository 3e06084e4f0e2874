// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFileInfo>
#include <QInputDialog>

#include "ui/connections/file_chooser.h"
#include "ui/designer/migration/migration_page_p.h"
#include "ui/designer/migration/migration_preview.h"
#include "ui/designer/migration/outcome_text.h"
#include "ui/designer/migration/outline_text.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

void askText(QWidget* parent, const QString& objectName, const QString& title, const QString& label, const QString& text, std::function<void(const QString&)> given) {
  auto* dialog = new QInputDialog(parent);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName(objectName);
  dialog->setWindowTitle(title);
  dialog->setLabelText(label);
  dialog->setTextValue(text);
  dialog->resize(460, dialog->sizeHint().height());
  QObject::connect(dialog, &QInputDialog::textValueSelected, parent, [given = std::move(given)](const QString& answer) {
    if (!answer.trimmed().isEmpty()) given(answer.trimmed());
  });
  dialog->open();
}

}  // namespace

void MigrationPage::choose(const QString& id) {
  const int row = d->model->rowOf(id);
  if (row >= 0) d->revisions->setCurrentIndex(d->model->index(row, 0));
}

/// The one that is chosen, or the last one.
std::string MigrationPage::target() const {
  if (!d->isUnsavedChosen && d->chosen && (d->chosen->empty() || d->history->chain()->find(*d->chosen))) return *d->chosen;
  return d->history->chain()->head();
}

/// Whether the workspace has a file; where it has none, a person is asked for one, and it goes on then.
bool MigrationPage::hasFile(void (MigrationPage::*then)()) {
  if (!d->document->path().isEmpty()) return true;
  d->messages->showMessage(MessageBar::Kind::Information, tr("Save the workspace first: its revisions are files beside it."));
  d->messages->addAction(tr("&Save the workspace…"), [this, then] {
    connect(d->document, &WorkspaceDocument::saved, this, then, static_cast<Qt::ConnectionType>(Qt::AutoConnection | Qt::SingleShotConnection));
    Q_EMIT saveWorkspaceRequested();
  });
  return false;
}

void MigrationPage::askMessage(const QString& suggestion, std::function<void(const QString&)> given) {
  askText(this, QStringLiteral("revisionMessage"), tr("Save as revision"), tr("&What it does, in a few words"), suggestion, std::move(given));
}

void MigrationPage::saveThen(const QString& suggestion, std::function<void()> then) {
  const auto save = [this, suggestion, then = std::move(then)] {
    askMessage(suggestion, [this, then](const QString& message) {
      d->afterSaving = then;
      d->saving->save(message);
      updateTools();
    });
  };
  if (d->design->mistakes == 0) return save();
  askQuestion(this, tr("Save a design with mistakes?"), tr("The engine would refuse parts of it: mistakes %1. The design page lists them.").arg(d->design->mistakes), tr("&Save it anyway"), save);
}

void MigrationPage::saveRevision() {
  if (!d->design) return d->messages->showMessage(MessageBar::Kind::Information, tr("The workspace has no designed schema."));
  if (!hasFile(&MigrationPage::saveRevision)) return;
  if (d->design->count() == 0) return d->messages->showMessage(MessageBar::Kind::Information, tr("The design is as the last revision left it: there is nothing to save."));
  saveThen({}, {});
}

void MigrationPage::createDatabase() {
  if (!d->design) return d->messages->showMessage(MessageBar::Kind::Information, tr("The workspace has no designed schema."));
  if (!hasFile(&MigrationPage::createDatabase)) return;
  const bool isFirst = !d->history->chain() || d->history->chain()->revisions().empty();
  if (isFirst && d->design->count() == 0) return d->messages->showMessage(MessageBar::Kind::Information, tr("Nothing is designed yet."));
  // Only what is a revision can lead from a database to what is designed later.
  if (d->design->count() > 0) return saveThen(isFirst ? tr("First tables") : QString(), [this] { askPlace(); });
  askPlace();
}

void MigrationPage::askPlace() {
  if (d->design->dialect->name() == "sqlite") {
    const QString start = QFileInfo(d->document->path()).dir().filePath(QFileInfo(d->document->path()).completeBaseName() + QStringLiteral(".db"));
    const FileChoice choice{tr("Create a SQLite database"), {tr("SQLite databases (*.db)"), tr("All files (*)")}, FileChoice::Purpose::Save, start};
    return chooseFile(this, choice, [this](const QString& path) { createAt(Url::sqliteFile(toStdString(path))); });
  }
  askText(this, QStringLiteral("newDatabaseUrl"), tr("Create a PostgreSQL database"), tr("&URL of a database that is not there, or has no tables"), QStringLiteral("postgresql://localhost/new_database"), [this](const QString& text) {
    try {
      createAt(Url::parse(toStdString(text)));
    } catch (const DbError& error) {
      d->messages->showError(tr("Could not create the database"), error);
    }
  });
}

void MigrationPage::createAt(const Url& url) {
  if (url.backend != d->design->dialect->name())
    return d->messages->showMessage(MessageBar::Kind::Error, tr("The design is of %1: a database of %2 can't be made by it.").arg(toQString(d->design->dialect->name()), toQString(url.backend)));
  d->messages->clear();
  d->creation->start(url, d->document->path());
}

void MigrationPage::withOutline(std::function<void(const migration::MigrationOutline&)> then) {
  d->messages->clear();
  try {
    const std::string wanted = target();
    d->withOutline = std::move(then);
    d->runner->outline(d->history->chain(), wanted);
  } catch (const DbError& error) {
    d->messages->showError(tr("Could not plan the migration of %1").arg(d->database->displayName()), error);
  }
}

void MigrationPage::take(const MigrationOutcome& outcome) {
  if (outcome.kind == MigrationOutcome::Kind::Outline) {
    if (const auto then = std::exchange(d->withOutline, {})) then(outcome.outline);
    return;
  }
  tellOutcome(d->messages, outcome, d->runner->databaseName());
  if (outcome.kind == MigrationOutcome::Kind::Migrate || outcome.kind == MigrationOutcome::Kind::Stamp) d->history->refresh();
}

void MigrationPage::preview() {
  withOutline([this](const migration::MigrationOutline& outline) {
    isAsShown(outline);
    showPreview(outline);
  });
}

void MigrationPage::showPreview(const migration::MigrationOutline& outline) {
  auto* dialog = new MigrationPreview(d->runner->databaseName(), outline, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &MigrationPreview::migrateRequested, this, [this, outline] { confirm(outline); });
  connect(dialog, &MigrationPreview::rehearsalRequested, this, [this, outline] { d->runner->rehearse(d->history->chain(), outline); });
  connect(dialog, &MigrationPreview::scriptRequested, this, &MigrationPage::saveScript);
  dialog->open();
}

void MigrationPage::rehearse() {
  withOutline([this](const migration::MigrationOutline& outline) {
    isAsShown(outline);
    if (outline.revisions.empty()) return d->messages->showMessage(MessageBar::Kind::Information, outlineSummary(outline));
    d->runner->rehearse(d->history->chain(), outline);
  });
}

void MigrationPage::migrate() {
  if (const auto why = d->runner->obstacle()) return tellFailure(d->messages, MigrationOutcome::Kind::Migrate, *why, d->database->displayName());
  withOutline([this](const migration::MigrationOutline& outline) {
    if (isAsShown(outline)) return confirm(outline);
    d->messages->showMessage(MessageBar::Kind::Warning, tr("%1 is not where it was when this page was read, so that nothing was done. Look where it is now, and migrate it then.").arg(d->runner->databaseName()));
    d->messages->addAction(tr("Previe&w…"), [this] { d->preview->trigger(); });
  });
}

/// Whether the database is still where a person saw it: another file may be in its place, and another program may have migrated it. If not,
/// it is read again.
bool MigrationPage::isAsShown(const migration::MigrationOutline& outline) {
  if (!d->history->standing() || *d->history->standing() == outline.from) return true;
  // Its tables may be other ones too. Where it stands is read after them.
  if (d->database) d->database->open();
  return false;
}

void MigrationPage::confirm(const migration::MigrationOutline& outline) {
  if (const auto why = d->runner->obstacle()) return tellFailure(d->messages, MigrationOutcome::Kind::Migrate, *why, d->runner->databaseName());
  if (outline.revisions.empty()) return d->messages->showMessage(MessageBar::Kind::Information, outlineSummary(outline));
  const auto run = [this, outline] { d->runner->migrate(d->history->chain(), outline); };
  if (outline.losses().empty()) return run();
  const QString title = outline.isDestructive() ? tr("Migrate, and lose data?") : tr("Migrate what can't be undone?");
  askQuestion(this, title, tr("%1: %2").arg(d->runner->databaseName(), outlineLosses(outline)), tr("&Migrate"), run);
}

void MigrationPage::stamp() {
  try {
    const std::string wanted = target();
    const QString name = wanted.empty() ? tr("the beginning") : toQString(wanted);
    askQuestion(this, tr("Stamp %1 as %2?").arg(d->database->displayName(), name), tr("It is noted to be at %1. Nothing else of it is changed, and nothing is compared.").arg(name), tr("&Stamp"),
                [this, wanted] { d->runner->stamp(d->history->chain(), wanted); });
  } catch (const DbError& error) {
    d->messages->showError(tr("Could not stamp %1").arg(d->database->displayName()), error);
  }
}

void MigrationPage::saveScript() {
  try {
    const FileChoice choice{tr("Save as SQL script"), {tr("SQL (*.sql)"), tr("All files (*)")}, FileChoice::Purpose::Save, QFileInfo(d->document->path()).dir().filePath(QStringLiteral("migration.sql"))};
    chooseFile(this, choice, [this, wanted = target()](const QString& path) { d->runner->writeScript(d->history->chain(), wanted, path); });
  } catch (const DbError& error) {
    d->messages->showError(tr("Could not write the SQL"), error);
  }
}

}  // namespace joinery::ui
