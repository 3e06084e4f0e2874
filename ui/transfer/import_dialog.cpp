// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/import_dialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrent>

#include "ui/connections/file_chooser.h"
#include "ui/transfer/bad_rows.h"
#include "ui/transfer/format_editor.h"
#include "ui/transfer/import_rules.h"
#include "ui/transfer/import_target.h"
#include "ui/transfer/transfer_folder.h"
#include "ui/transfer/transfer_progress.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kFittedColumns = 40;
constexpr int kWidestPreviewColumn = 260;

/// What became of the numbers that the database gives.
QString numbersText(const ImportResult& result) {
  QString text;
  for (const AdvancedNumbers& each : result.advanced) {
    const QString column = toQString(each.column);
    if (each.problem.empty()) text += ImportDialog::tr(" The numbers of %1 go on behind %2.").arg(column, QString::number(each.last));
    else text += ImportDialog::tr(" The numbers of %1 could not be set on behind those of the rows: %2").arg(column, toQString(each.problem));
  }
  return text;
}

}  // namespace

ImportDialog::ImportDialog(Database* database, QWidget* parent)
    : QDialog(parent),
      m_database(database),
      m_messages(new MessageBar(this)),
      m_fields(new QWidget(this)),
      m_target(new ImportTargetEditor(database->registry(), m_fields)),
      m_rules(new ImportRulesEditor(m_fields)),
      m_bad(new BadRowsView(this)),
      m_progress(new TransferProgressView(this)) {
  setObjectName(QStringLiteral("importDialog"));
  setWindowTitle(tr("Import into %1").arg(database->displayName()));
  resize(980, 720);
  auto* fields = new QVBoxLayout(m_fields);
  fields->setContentsMargins(0, 0, 0, 0);
  fields->addWidget(makeFileField());
  fields->addWidget(makeMiddle(), 1);
  fields->addWidget(m_rules);
  auto* buttons = new QDialogButtonBox(this);
  m_import = buttons->addButton(tr("&Import"), QDialogButtonBox::AcceptRole);
  m_import->setObjectName(QStringLiteral("import"));
  m_import->setAccessibleName(tr("Import"));
  m_import->setDefault(true);
  m_close = buttons->addButton(tr("&Close"), QDialogButtonBox::RejectRole);
  m_close->setObjectName(QStringLiteral("closeImport"));
  connect(m_import, &QPushButton::clicked, this, &ImportDialog::start);
  connect(m_close, &QPushButton::clicked, this, &ImportDialog::reject);
  connect(m_target, &ImportTargetEditor::changed, this, &ImportDialog::updateStart);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_messages);
  layout->addWidget(m_fields, 1);
  layout->addWidget(m_bad);
  layout->addWidget(m_progress);
  layout->addWidget(buttons);
  updateStart();
}

QWidget* ImportDialog::makeFileField() {
  auto* field = new QWidget(m_fields);
  auto* name = new PlainLabel(tr("&File"), field);
  m_file = new QLineEdit(field);
  m_file->setObjectName(QStringLiteral("importFile"));
  m_file->setAccessibleName(tr("File"));
  m_file->setPlaceholderText(tr("A file of CSV, TSV, JSON or JSON Lines"));
  name->setBuddy(m_file);
  auto* browse = new QPushButton(tr("Br&owse…"), field);
  browse->setObjectName(QStringLiteral("browseImport"));
  browse->setAutoDefault(false);
  connect(browse, &QPushButton::clicked, this, &ImportDialog::browse);
  connect(m_file, &QLineEdit::editingFinished, this, [this] {
    if (m_file->isModified()) setFile(m_file->text());
  });
  auto* line = new QHBoxLayout(field);
  line->setContentsMargins(0, 0, 0, 0);
  line->addWidget(name);
  line->addWidget(m_file, 1);
  line->addWidget(browse);
  return field;
}

QWidget* ImportDialog::makeMiddle() {
  auto* top = new QWidget(m_fields);
  m_format = new FormatEditor(FormatEditor::Purpose::Read, top);
  connect(m_format, &FormatEditor::changed, this, [this] { look(DetectedFormat{m_format->format(), m_format->delimited()}); });
  m_preview = new ImportPreviewModel(this);
  m_previewView = new QTableView(top);
  QTableView* const view = m_previewView;
  view->setObjectName(QStringLiteral("importPreview"));
  view->setAccessibleName(tr("Preview"));
  view->setModel(m_preview);
  view->setWordWrap(false);
  view->setTabKeyNavigation(false);
  view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 6);
  m_previewTitle = new PlainLabel(tr("No file is chosen"), top);
  auto* shown = new QVBoxLayout;
  shown->addWidget(m_previewTitle);
  shown->addWidget(view, 1);
  auto* layout = new QHBoxLayout(top);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_format, 0, Qt::AlignTop);
  layout->addLayout(shown, 1);
  auto* middle = new QSplitter(Qt::Vertical, m_fields);
  middle->setChildrenCollapsible(false);
  middle->addWidget(top);
  middle->addWidget(m_target);
  return middle;
}

void ImportDialog::browse() {
  const QString start = m_file->text().isEmpty() ? transferFolder() : m_file->text();
  chooseFile(this, {tr("Import from"), formatFilters(FormatEditor::Purpose::Read), FileChoice::Purpose::Open, start}, [this](const QString& path) { setFile(path); });
}

void ImportDialog::setTable(const QString& model) { m_target->setTable(model); }

void ImportDialog::setFile(const QString& path) {
  m_file->setText(path);
  m_target->suggestName(QFileInfo(path).completeBaseName());
  look(std::nullopt);
}

/// @param format as that; without one, as the file seems to be
void ImportDialog::look(std::optional<DetectedFormat> format) {
  if (m_file->text().isEmpty() || isRunning()) return;
  m_isKnown = false;
  updateStart();
  m_previewTitle->setText(tr("Reading…"));
  auto work = [path = toStdString(m_file->text()), format]() -> Result<Look> {
    try {
      Look found{format ? *format : detectFormatOf(path), {}};
      InputFile in(path);
      ImportOptions options;
      options.format = found.format.format;
      options.delimited = found.format.delimited;
      found.preview = previewImport(in, options);
      return found;
    } catch (const DbError& error) {
      return error;
    }
  };
  deliver(QtConcurrent::run(work), this, [this, number = ++m_looks](const Result<Look>& found) {
    if (number != m_looks) return;
    if (found) return showLook(*found);
    m_preview->setPreview(nullptr, {});
    m_previewTitle->setText(tr("Nothing to show"));
    m_messages->showError(tr("Could not read the file"), found.error());
    Q_EMIT previewFailed(found.error());
  });
}

void ImportDialog::showLook(const Look& look) {
  m_messages->clear();
  m_bad->setResult({});
  {
    const QSignalBlocker blocked(m_format);
    m_format->set(look.format.format, look.format.delimited);
  }
  m_preview->setPreview(std::make_shared<const ImportPreview>(look.preview), look.format.delimited.nullText);
  fitPreview();
  m_target->setPreview(look.preview);
  const bool isAll = look.preview.rows.size() < ImportPreview::kRows;
  const QString rows = QLocale().toString(static_cast<qlonglong>(look.preview.rows.size()));
  m_previewTitle->setText(isAll ? tr("All %1 rows").arg(rows) : tr("The first %1 rows").arg(rows));
  m_isKnown = true;
  updateStart();
  Q_EMIT previewed();
}

/// By the rows that are seen; the columns that nobody sees at first have the usual width.
void ImportDialog::fitPreview() {
  QHeaderView* const header = m_previewView->horizontalHeader();
  header->setResizeContentsPrecision(20);
  for (int column = 0; column < std::min(m_preview->columnCount(), kFittedColumns); ++column) {
    m_previewView->resizeColumnToContents(column);
    header->resizeSection(column, std::min(header->sectionSize(column), kWidestPreviewColumn));
  }
}

void ImportDialog::updateStart() {
  if (!m_import) return;
  m_import->setEnabled(m_isKnown && !isRunning() && m_target->mistake().isEmpty());
  setPlainToolTip(m_import, m_isKnown ? m_target->mistake() : QString());
}

void ImportDialog::start() {
  if (!m_database || !m_isKnown || isRunning()) return;
  if (const QString mistake = m_target->mistake(); !mistake.isEmpty()) return m_messages->showMessage(MessageBar::Kind::Warning, mistake);
  m_messages->clear();
  m_bad->setResult({});
  ImportOptions options;
  options.format = m_format->format();
  options.delimited = m_format->delimited();
  m_target->apply(options);
  m_rules->apply(options);
  rememberTransferFolder(m_file->text());
  m_job = new ImportJob(tr("Import into %1").arg(m_target->tableText()), this);
  connect(m_job, &ImportJob::finished, this, &ImportDialog::showOutcome);
  connect(m_job, &TransferJob::ended, this, [this] { setRunning(false); });
  connect(m_job, &TransferJob::ended, m_job, &QObject::deleteLater);
  m_job->start(*m_database, toStdString(m_file->text()), std::move(options));
  setRunning(true);
  m_progress->setJob(m_job);
  Q_EMIT started(m_job);
}

void ImportDialog::showOutcome(const ImportOutcome& outcome) {
  m_bad->setResult(outcome.result);
  if (!outcome.error) {
    const QString left = outcome.result.badRows > 0 ? tr(" Bad rows were left out.") : QString();
    m_messages->showMessage(MessageBar::Kind::Information, tr("%1 taken into %2.").arg(transferText({outcome.result.rows, 0}), m_target->tableText()) + left + numbersText(outcome.result));
    Q_EMIT imported(outcome.result);
    return;
  }
  DbError error = *outcome.error;
  // It names what the command line takes.
  if (error.kind() == ErrorKind::Data) error.hint = toStdString(tr("\"Bad rows\" below tells what becomes of rows that can't be taken."));
  m_messages->showError(error.kind() == ErrorKind::OutcomeUnknown ? tr("The import ended") : error.kind() == ErrorKind::Cancelled ? tr("The import was stopped; nothing was imported") : tr("Nothing was imported"), error);
  Q_EMIT failed(error);
}

void ImportDialog::setRunning(bool running) {
  m_fields->setEnabled(!running);
  updateStart();
}

void ImportDialog::reject() {
  if (!isRunning()) return QDialog::reject();
  askQuestion(this, tr("Stop the import?"), tr("It is not at its end. Nothing is imported when it is stopped."), tr("&Stop and close"), [this] {
    if (m_job) m_job->stop();
    QDialog::reject();
  });
}

}  // namespace joinery::ui

#include "moc_import_dialog.cpp"
