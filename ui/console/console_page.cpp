// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_page.h"

#include <QAction>
#include <QElapsedTimer>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/console/console_run.h"
#include "ui/console/console_texts.h"
#include "ui/console/results_panel.h"
#include "ui/console/sql_editor.h"
#include "ui/console/statement_kind.h"
#include "ui/console/statement_report.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/duration_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/passing_trouble.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/sql_scanner.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

constexpr std::chrono::milliseconds kKeepAfter{300};
constexpr int kLongestTitle = 26;
constexpr int kLongestStatement = 90;
constexpr int kMostReports = 1'000;

}  // namespace

struct ConsolePage::Private {
  Private(Database* database, const QString& textId, ConsolePage* page)
      : id(ConsoleTexts::isId(textId) ? textId : ConsoleTexts::newId()),
        isNew(id != textId),
        messages(new MessageBar(page)),
        editor(new SqlEditor(page)),
        results(new ResultsPanel(database, page)),
        summary(new PlainLabel(page)),
        transaction(new PlainLabel(page)),
        reports(new QPlainTextEdit(page)),
        connection(new ConsoleRun(database, page)) {}

  QString id;
  bool isNew;
  bool loading = false;
  MessageBar* messages;
  SqlEditor* editor;
  ResultsPanel* results;
  PlainLabel* summary;
  PlainLabel* transaction;
  QPlainTextEdit* reports;
  ConsoleRun* connection;
  QHBoxLayout* bar = nullptr;
  QToolButton* run = nullptr;
  QToolButton* stop = nullptr;
  QToolButton* exportRows = nullptr;
  QTimer keepTimer;
  QString keptText;
  QString shownTitle;
  QString keepProblem;

  // Of the run that goes on or was the last.
  SqlEditor::Part part;
  QStringList statements;
  QElapsedTimer since;
  QString outcome;
  bool mayHaveChanged = false;
  bool hasResult = false;
};

ConsolePage::ConsolePage(Database* database, const QString& textId, QWidget* parent)
    : TabPage(parent), d(std::make_unique<Private>(database, textId, this)) {
  makeToolBar();
  makeLayout();
  connectRun();
  d->keepTimer.setSingleShot(true);
  d->keepTimer.setInterval(kKeepAfter);
  connect(&d->keepTimer, &QTimer::timeout, this, &ConsolePage::keepText);
  connect(d->editor, &QPlainTextEdit::textChanged, this, [this] {
    if (!d->keepTimer.isActive()) d->keepTimer.start();
  });
  connectResults();
  setFocusProxy(d->editor);
  d->shownTitle = title();
  updateState();
  if (!d->isNew) loadText();
}

ConsolePage::~ConsolePage() {
  if (d->loading) return;
  if (text().trimmed().isEmpty()) ConsoleTexts::instance().remove(d->id);
  else if (text() != d->keptText) (void)ConsoleTexts::instance().write(d->id, text());
}

void ConsolePage::makeToolBar() {
  const auto button = [this](const QString& name, const QString& text, const QString& tip) {
    auto* made = new QToolButton(this);
    made->setObjectName(name);
    made->setText(text);
    made->setAccessibleName(text);
    made->setIcon(icon(name));
    made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    made->setAutoRaise(true);
    made->setFocusPolicy(Qt::TabFocus);
    setPlainToolTip(made, tip);
    return made;
  };
  d->run = button(QStringLiteral("run"), tr("Run"), tr("Run the selection, or everything (Ctrl+Return)"));
  d->stop = button(QStringLiteral("stop"), tr("Stop"), tr("Stop the running statement (Ctrl+.)"));
  connect(d->run, &QToolButton::clicked, this, &ConsolePage::run);
  connect(d->stop, &QToolButton::clicked, this, &ConsolePage::stop);
  d->exportRows = button(QStringLiteral("export"), tr("Export"), tr("Write all rows of the result to a file (Ctrl+Shift+S)"));
  d->exportRows->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
  connect(d->exportRows, &QToolButton::clicked, d->results, &ResultsPanel::chooseExport);
  auto* shortcut = new QAction(this);
  shortcut->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
  shortcut->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  connect(shortcut, &QAction::triggered, this, &ConsolePage::run);
  addAction(shortcut);

  d->transaction->setText(tr("Transaction open: COMMIT or ROLLBACK ends it"));
  QPalette colours = d->transaction->palette();
  colours.setColor(QPalette::WindowText, Theme::instance().color(Theme::Role::WarningText));
  d->transaction->setPalette(colours);
  d->summary->setObjectName(QStringLiteral("summary"));
  d->bar = new QHBoxLayout;
  d->bar->setContentsMargins(6, 2, 8, 2);
  d->bar->addWidget(d->run);
  d->bar->addWidget(d->stop);
  d->bar->addWidget(d->exportRows);
  d->bar->addSpacing(8);
  d->bar->addWidget(d->transaction);
  d->bar->addStretch(1);
  d->bar->addWidget(d->summary);
}

void ConsolePage::makeLayout() {
  d->reports->setObjectName(QStringLiteral("statementReports"));
  d->reports->setAccessibleName(tr("Statements that were run"));
  d->reports->setReadOnly(true);
  d->reports->setTabChangesFocus(true);
  d->reports->setLineWrapMode(QPlainTextEdit::NoWrap);
  d->reports->setMaximumBlockCount(kMostReports);
  d->reports->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  d->reports->hide();
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->addWidget(d->editor);
  splitter->addWidget(d->results);
  splitter->addWidget(d->reports);
  splitter->setStretchFactor(0, 2);
  splitter->setStretchFactor(1, 3);
  splitter->setStretchFactor(2, 0);
  splitter->setCollapsible(0, false);
  splitter->setCollapsible(1, false);
  splitter->setSizes({220, 330, 90});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(d->bar);
  layout->addWidget(d->messages);
  layout->addWidget(splitter, 1);
}

void ConsolePage::connectRun() {
  connect(d->connection, &ConsoleRun::happened, this, &ConsolePage::handle);
  connect(d->connection, &ConsoleRun::ticked, this, &ConsolePage::updateState);
  connect(d->connection, &ConsoleRun::runningChanged, this, [this] {
    updateState();
    Q_EMIT busyChanged();
  });
  connect(d->connection, &ConsoleRun::finished, this, &ConsolePage::endRun);
  connect(d->connection, &ConsoleRun::failed, this, [this](const DbError& error) {
    showError(error);
    endRun();
  });
}

void ConsolePage::connectResults() {
  connect(d->results, &ResultsPanel::noticed, this, [this](const QString& text) { d->messages->showMessage(MessageBar::Kind::Warning, text); });
  connect(d->results, &ResultsPanel::failed, this, [this](const QString& what, const DbError& error) { d->messages->showError(what, error); });
  connect(d->results, &ResultsPanel::exported, this, [this](const QString& path, qint64 rows) {
    d->messages->showMessage(MessageBar::Kind::Information, tr("%1 written to %2").arg(rowsText(rows), path));
  });
}

void ConsolePage::loadText() {
  d->loading = true;
  d->editor->setReadOnly(true);
  deliver(ConsoleTexts::instance().read(d->id), this, [this](const ConsoleTexts::Kept& kept) {
    if (!std::exchange(d->loading, false)) return;
    d->editor->setReadOnly(false);
    d->editor->setPlainText(kept.text);
    d->keptText = text();
    if (!kept.error.isEmpty()) {
      // What could not be read stays as it is; this console begins another text.
      d->id = ConsoleTexts::newId();
      d->messages->showMessage(MessageBar::Kind::Error, tr("The text of this console could not be read: %1").arg(kept.error));
    }
    Q_EMIT textLoaded();
  });
}

void ConsolePage::keepText() {
  if (title() != d->shownTitle) {
    d->shownTitle = title();
    Q_EMIT titleChanged();
  }
  const QString now = text();
  if (d->loading || now == d->keptText) return;
  d->keptText = now;
  Q_EMIT textKept(d->id, now);
  deliver(ConsoleTexts::instance().write(d->id, now), this, [this](const QString& problem) {
    if (!problem.isEmpty()) d->keptText.clear();  // tried again with the next change
    if (!problem.isEmpty() && problem != d->keepProblem)
      d->messages->showMessage(MessageBar::Kind::Warning, tr("The text of this console is not kept: %1").arg(problem));
    d->keepProblem = problem;
  });
}

QString ConsolePage::textId() const { return d->id; }

QString ConsolePage::text() const { return d->editor->text(); }

void ConsolePage::setText(const QString& sql) {
  d->loading = false;
  d->editor->setReadOnly(false);
  d->editor->setPlainText(sql);
}

void ConsolePage::run() {
  if (d->connection->isRunning()) return;
  d->part = d->editor->selectionOrAll();
  d->statements.clear();
  d->outcome.clear();
  d->mayHaveChanged = false;
  d->hasResult = false;
  d->messages->clear();
  d->editor->clearMistake();
  d->reports->clear();
  d->reports->hide();
  if (scanSql(d->part.text).tokens.empty()) {
    d->messages->showMessage(MessageBar::Kind::Information, tr("There is nothing to run yet."));
    return;
  }
  d->since.start();
  d->connection->start(d->part.text);
}

void ConsolePage::stop() { d->connection->stop(); }

void ConsolePage::handle(const ScriptEvent& event) {
  if (const auto* begun = std::get_if<StatementBegun>(&event)) {
    d->statements << toQString(begun->sql);
    // Also where it fails later: a script's earlier part, or a procedure's, may have been committed.
    d->mayHaveChanged = d->mayHaveChanged || mayChange(d->statements.last());
  } else if (const auto* opened = std::get_if<ResultOpened>(&event)) {
    d->results->open(opened->rows);
    d->hasResult = true;
  } else if (const auto* ended = std::get_if<StatementEnded>(&event)) {
    reportStatement(*ended);
  }
}

void ConsolePage::reportStatement(const StatementEnded& ended) {
  d->outcome = outcomeText(ended);
  d->reports->appendPlainText(tr("%1 — %2").arg(shortStatement(d->statements.last(), kLongestStatement), d->outcome));
  for (const std::string& warning : ended.warnings) d->reports->appendPlainText(QStringLiteral("    ") + toQString(warning));
  // One result set speaks for itself.
  if (d->statements.size() > 1 || !ended.hasRows || !ended.warnings.empty()) d->reports->show();
}

void ConsolePage::showError(const DbError& error) {
  const QString elapsed = durationText(std::chrono::milliseconds(d->since.elapsed()));
  d->results->grow();
  d->outcome = error.kind() == ErrorKind::Cancelled ? tr("Stopped after %1").arg(elapsed) : tr("Failed");
  // What came before it stays, and can be copied and exported.
  if (d->hasResult && d->results->rows() > 0) d->outcome = tr("%1 · %2").arg(d->outcome, rowsText(d->results->rows()));
  if (!error.position || d->statements.isEmpty()) return showTrouble(error);
  const qsizetype start = statementStarts(d->part.text, d->statements).back();
  const qsizetype position = d->part.start + start + indexOfCharacter(d->statements.last(), *error.position);
  d->editor->showMistake(position);
  const QTextCursor cursor = d->editor->textCursor();
  d->messages->showError(tr("Line %1, column %2").arg(cursor.blockNumber() + 1).arg(cursor.positionInBlock() + 1), error);
}

/// Run again only where nothing is carried out twice, nor outside of the transaction that it belonged to.
void ConsolePage::showTrouble(const DbError& error) {
  const bool lostTransaction = error.kind() == ErrorKind::ConnectionLost && !d->transaction->isHidden();
  const bool isFirst = d->statements.size() <= 1;
  QString what;
  if (lostTransaction) what = tr("The open transaction is lost: nothing of it was kept");
  else if (!isFirst && d->mayHaveChanged) what = tr("Statement %1 was not run to its end; those before it were").arg(d->statements.size());
  else if (error.kind() == ErrorKind::ConnectionLost && d->mayHaveChanged) what = tr("Whether the statement took effect is not known; look before you run it again");
  d->messages->showError(what, error);
  if (what.isEmpty() && isPassingTrouble(error.kind())) d->messages->addAction(tr("&Retry"), [this] { run(); });
}

void ConsolePage::endRun() {
  if (!d->hasResult) d->results->open(nullptr);
  d->results->grow();
  d->summary->setText(d->outcome);
  if (d->mayHaveChanged) Q_EMIT databaseChanged();
  Q_EMIT ran();
}

void ConsolePage::updateState() {
  const bool running = d->connection->isRunning();
  if (running && d->hasResult) d->results->grow();
  d->exportRows->setEnabled(d->hasResult);
  d->run->setEnabled(!running);
  d->stop->setEnabled(running);
  d->transaction->setVisible(d->connection->isTransactionOpen());
  if (running) d->summary->setText(runningText());
  Q_EMIT statusChanged();
}

QString ConsolePage::runningText() const {
  const QString elapsed = durationText(std::chrono::milliseconds(d->since.elapsed()));
  return d->hasResult ? tr("Running… %1 · %2").arg(elapsed, rowsText(d->results->rows())) : tr("Running… %1").arg(elapsed);
}

QString ConsolePage::title() const {
  const QString words = shortStatement(text().left(400), kLongestTitle);
  return words.isEmpty() ? tr("SQL") : words;
}

QString ConsolePage::iconName() const { return QStringLiteral("console"); }

void ConsolePage::refresh() {}

bool ConsolePage::isBusy() const { return d->connection->isRunning(); }

QString ConsolePage::statusText() const { return d->summary->text(); }

}  // namespace joinery::ui

#include "moc_console_page.cpp"
