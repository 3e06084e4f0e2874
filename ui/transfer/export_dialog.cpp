// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/export_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtConcurrent>

#include "ui/connections/file_chooser.h"
#include "ui/transfer/format_editor.h"
#include "ui/transfer/transfer_folder.h"
#include "ui/transfer/transfer_progress.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// A name without what folders and some systems don't take.
QString fileNameOf(QString title) {
  for (QChar& c : title)
    if (QStringLiteral("/\\:*?\"<>|").contains(c) || c < QLatin1Char(' ')) c = QLatin1Char('_');
  return title.isEmpty() ? QStringLiteral("rows") : title;
}

}  // namespace

ExportDialog::ExportDialog(Database* database, ExportSubject subject, QWidget* parent)
    : QDialog(parent), m_database(database), m_subject(std::move(subject)), m_messages(new MessageBar(this)), m_fields(new QWidget(this)), m_progress(new TransferProgressView(this)) {
  setObjectName(QStringLiteral("exportDialog"));
  setWindowTitle(tr("Export %1").arg(m_subject.title));
  setMinimumWidth(560);
  makeFields();
  auto* buttons = new QDialogButtonBox(this);
  m_export = buttons->addButton(tr("E&xport"), QDialogButtonBox::AcceptRole);
  m_export->setObjectName(QStringLiteral("export"));
  m_export->setAccessibleName(tr("Export"));
  m_export->setDefault(true);
  m_close = buttons->addButton(tr("&Close"), QDialogButtonBox::RejectRole);
  m_close->setObjectName(QStringLiteral("closeExport"));
  connect(m_export, &QPushButton::clicked, this, &ExportDialog::start);
  connect(m_close, &QPushButton::clicked, this, &ExportDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_messages);
  layout->addWidget(m_fields);
  layout->addStretch(1);
  layout->addWidget(m_progress);
  layout->addWidget(buttons);
  m_file->setText(QDir(transferFolder()).filePath(fileNameOf(m_subject.title) + QStringLiteral(".csv")));
  followFormat();
}

void ExportDialog::makeFields() {
  auto* layout = new QVBoxLayout(m_fields);
  layout->setContentsMargins(0, 0, 0, 0);
  m_part = new QComboBox(m_fields);
  m_part->setObjectName(QStringLiteral("rowsToExport"));
  m_part->setAccessibleName(tr("Rows to export"));
  for (const auto& part : m_subject.parts) m_part->addItem(part.text);
  m_part->setCurrentIndex(m_part->count() - 1);
  m_table = new QLineEdit(toQString(m_subject.table.name), m_fields);
  m_table->setObjectName(QStringLiteral("insertTable"));
  m_table->setAccessibleName(tr("INSERT into"));
  m_format = new FormatEditor(FormatEditor::Purpose::Write, m_fields);
  m_format->addRow(FormatEditor::Place::Above, tr("&Rows"), m_part);
  m_format->addRow(FormatEditor::Place::Above, tr("&File"), makeFileField());
  m_format->addRow(FormatEditor::Place::Below, tr("INSERT in&to"), m_table);
  layout->addWidget(m_format);
  connect(m_format, &FormatEditor::changed, this, &ExportDialog::followFormat);
}

QWidget* ExportDialog::makeFileField() {
  auto* field = new QWidget(m_fields);
  m_file = new QLineEdit(field);
  m_file->setObjectName(QStringLiteral("exportFile"));
  m_file->setAccessibleName(tr("File"));
  auto* browse = new QPushButton(tr("Bro&wse…"), field);
  browse->setObjectName(QStringLiteral("browseExport"));
  browse->setAutoDefault(false);
  connect(browse, &QPushButton::clicked, this, &ExportDialog::browse);
  connect(m_file, &QLineEdit::textEdited, this, [this](const QString& path) {
    if (const auto format = transferFormatOf(toStdString(path))) m_format->setFormat(*format);
  });
  field->setFocusProxy(m_file);
  auto* line = new QHBoxLayout(field);
  line->setContentsMargins(0, 0, 0, 0);
  line->addWidget(m_file, 1);
  line->addWidget(browse);
  return field;
}

void ExportDialog::browse() {
  FileChoice choice{tr("Export to"), formatFilters(FormatEditor::Purpose::Write), FileChoice::Purpose::Save, m_file->text()};
  chooseFile(this, choice, [this](const QString& path) {
    m_agreedPath = path;
    setFile(path);
  });
}

void ExportDialog::setFile(const QString& path) {
  m_file->setText(path);
  if (const auto format = transferFormatOf(toStdString(path))) m_format->setFormat(*format);
}

/// The file's ending goes with the format.
void ExportDialog::followFormat() {
  const QString path = m_file->text();
  const auto known = transferFormatOf(toStdString(path));
  if (known && *known != m_format->format()) m_file->setText(path.left(path.lastIndexOf(QLatin1Char('.')) + 1) + QLatin1String(transferFormatName(m_format->format())));
  m_format->setRowVisible(m_table, m_format->format() == TransferFormat::Sql);
}

RowFormatOptions ExportDialog::options() const {
  RowFormatOptions options;
  options.format = m_format->format();
  options.delimited = m_format->delimited();
  options.table = m_subject.table;
  options.overridesIdentity = m_subject.overridesIdentity;
  const std::string given = toStdString(m_table->text().trimmed());
  if (options.format == TransferFormat::Sql && given != options.table.name) options.table = QualifiedName(given);
  return options;
}

void ExportDialog::start() {
  if (isRunning()) return;
  m_messages->clear();
  if (m_file->text().trimmed().isEmpty()) return m_messages->showMessage(MessageBar::Kind::Warning, tr("Name the file to write to."));
  if (m_format->format() == TransferFormat::Sql && m_table->text().trimmed().isEmpty()) return m_messages->showMessage(MessageBar::Kind::Warning, tr("Name the table that the INSERT statements fill."));
  try {
    requireReadable(m_format->delimited());
  } catch (const DbError& error) {
    return m_messages->showError({}, error);
  }
  startWhenFree();
}

/// Asks before a file that is there is replaced; whether it is there is not looked for on this thread.
void ExportDialog::startWhenFree() {
  const QString path = m_file->text();
  if (path == m_agreedPath) return begin();
  m_export->setEnabled(false);
  deliver(QtConcurrent::run([path] { return QFileInfo::exists(path); }), this, [this, path](bool isThere) {
    m_export->setEnabled(true);
    if (path != m_file->text()) return;
    if (!isThere) return begin();
    askQuestion(this, tr("Replace the file?"), tr("%1 is there already. It is replaced when the export has come to its end.").arg(path), tr("&Replace"), [this, path] {
      m_agreedPath = path;
      begin();
    });
  });
}

void ExportDialog::begin() {
  if (!m_database || isRunning()) return;
  m_job = new ExportJob(tr("Export of %1").arg(m_subject.title), this);
  connect(m_job, &ExportJob::exported, this, &ExportDialog::showDone);
  connect(m_job, &ExportJob::exported, this, &ExportDialog::exported);
  connect(m_job, &ExportJob::failed, this, [this](const DbError& error) {
    m_messages->showError(error.kind() == ErrorKind::Cancelled ? tr("The export was stopped; no file was written") : tr("The export failed; no file was written"), error);
    Q_EMIT failed(error);
  });
  connect(m_job, &TransferJob::ended, this, [this] { setRunning(false); });
  connect(m_job, &TransferJob::ended, m_job, &QObject::deleteLater);
  const auto& part = m_subject.parts[static_cast<std::size_t>(m_part->currentIndex())];
  const RowFormatOptions format = options();
  rememberTransferFolder(m_file->text());
  m_job->start(*m_database, {part.write, format, toStdString(m_file->text())});
  setRunning(true);
  m_progress->setJob(m_job);
  Q_EMIT started(m_job);
}

void ExportDialog::showDone(const TransferProgress& done) {
  m_messages->showMessage(MessageBar::Kind::Information, tr("%1 written to %2.").arg(transferText(done), m_file->text()));
  m_close->setFocus();
}

void ExportDialog::setRunning(bool running) {
  m_fields->setEnabled(!running);
  m_export->setEnabled(!running);
}

void ExportDialog::reject() {
  if (!isRunning()) return QDialog::reject();
  askQuestion(this, tr("Stop the export?"), tr("It is not at its end. Nothing is written when it is stopped."), tr("&Stop and close"), [this] {
    if (m_job) m_job->stop();
    QDialog::reject();
  });
}

}  // namespace joinery::ui

#include "moc_export_dialog.cpp"
