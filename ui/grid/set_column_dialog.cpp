// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/set_column_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/changes/cell_text.h"
#include "ui/grid/fill_dialog.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

SetColumnDialog::SetColumnDialog(Subject subject, int attribute, QWidget* parent)
    : QDialog(parent), m_subject(std::move(subject)), m_model(&m_subject.registry->at(m_subject.model)), m_column(new QComboBox(this)), m_place(new QVBoxLayout),
      m_null(new QCheckBox(tr("&NULL"), this)), m_default(new QCheckBox(tr("&DEFAULT"), this)), m_valueLabel(new PlainLabel(tr("&Value:"), this)), m_statement(new QPlainTextEdit(this)), m_state(new PlainLabel(this)) {
  setObjectName(QStringLiteral("setColumnDialog"));
  setWindowTitle(tr("Set a column in all rows of %1").arg(toQString(m_subject.model)));
  setAttribute(Qt::WA_DeleteOnClose);
  m_column->setObjectName(QStringLiteral("setColumn"));
  m_column->setAccessibleName(tr("Column"));
  for (std::size_t i = 0; i < m_model->attributes.size(); ++i)
    if (m_model->attributes[i].column.isWritable()) m_column->addItem(toQString(m_model->attributes[i].name), static_cast<int>(i));
  m_column->setCurrentIndex(std::max(0, m_column->findData(attribute)));
  m_null->setObjectName(QStringLiteral("setToNull"));
  m_default->setObjectName(QStringLiteral("setToDefault"));
  m_statement->setObjectName(QStringLiteral("statement"));
  m_statement->setAccessibleName(tr("Statement"));
  m_statement->setReadOnly(true);
  m_statement->setTabChangesFocus(true);
  m_statement->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_statement->setMaximumHeight(m_statement->fontMetrics().lineSpacing() * 6);
  m_state->setObjectName(QStringLiteral("updateState"));
  m_state->setWordWrap(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_write = buttons->addButton(tr("&Update rows"), QDialogButtonBox::ActionRole);
  m_write->setObjectName(QStringLiteral("updateRows"));
  m_write->setAutoDefault(false);
  buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
  auto* instead = new QHBoxLayout;
  instead->addWidget(m_null);
  instead->addWidget(m_default);
  instead->addStretch(1);
  m_place->addLayout(instead);
  auto* layout = new QFormLayout(this);
  layout->addRow(tr("&Column:"), m_column);
  layout->addRow(m_valueLabel, m_place);
  layout->addRow(tr("&Statement:"), m_statement);
  layout->addRow(m_state);
  layout->addRow(buttons);
  resize(560, 300);
  connect(m_column, &QComboBox::currentIndexChanged, this, &SetColumnDialog::showEditor);
  for (QCheckBox* box : {m_null, m_default}) connect(box, &QCheckBox::toggled, this, [this, box](bool isOn) { choose(box, isOn); });
  connect(m_write, &QPushButton::clicked, this, &SetColumnDialog::write);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  showEditor();
  if (m_editor) m_editor->setFocus();
  count();
}

SetColumnDialog::~SetColumnDialog() = default;

const Attribute& SetColumnDialog::attribute() const { return m_model->attributes[static_cast<std::size_t>(m_column->currentData().toInt())]; }

void SetColumnDialog::setPendingChanges(int changes) {
  m_pendingChanges = changes;
  updateButton();
}

void SetColumnDialog::showEditor() {
  if (m_column->currentIndex() < 0) return;
  delete m_editor;
  m_editor = makeDialogEditor({m_subject.database, m_subject.registry, m_model, &attribute()}, Value(), tr("New value"), this);
  m_place->insertWidget(0, m_editor);
  auto* line = qobject_cast<QLineEdit*>(m_editor->input());
  // As high as the line, its text stands where the line's does.
  m_valueLabel->setMinimumHeight(line ? m_editor->sizeHint().height() : QLineEdit(this).sizeHint().height());
  m_valueLabel->setBuddy(m_editor->input());
  // Nothing is typed yet; NULL has a box of its own.
  if (line) line->setPlaceholderText({});
  setTabOrder(m_column, m_editor->input());
  setTabOrder(m_editor->input(), m_null);
  setTabOrder(m_null, m_default);
  const schema::Column& column = attribute().column;
  const bool hasDefault = column.defaultExpression.has_value();
  m_null->setEnabled(column.nullable);
  m_null->setChecked(false);
  m_default->setEnabled(hasDefault);
  m_default->setChecked(false);
  const QString note = hasDefault ? tr("The column's default: %1").arg(defaultText(&column)) : tr("%1 has no default.").arg(toQString(attribute().name));
  setPlainToolTip(m_default, note);
  m_default->setAccessibleDescription(note);
  connect(m_editor, &ValueEditor::edited, this, &SetColumnDialog::showStatement);
  showStatement();
}

/// One of the two at most is on, and then nothing is typed.
void SetColumnDialog::choose(QCheckBox* box, bool isOn) {
  if (isOn) (box == m_null ? m_default : m_null)->setChecked(false);
  m_editor->setEnabled(!m_null->isChecked() && !m_default->isChecked());
  showStatement();
}

/// None while nothing, or what does not fit, is typed.
std::optional<ColumnUpdate> SetColumnDialog::update() {
  const bool isInstead = m_null->isChecked() || m_default->isChecked();
  if (!m_editor || (!isInstead && !m_editor->isModified())) return std::nullopt;
  const auto value = isInstead ? Result<Value>(Value()) : m_editor->value();
  if (!value) {
    m_editor->refuse(toQString(value.error().message()));
    return std::nullopt;
  }
  try {
    return ColumnUpdate({m_subject.registry, m_subject.model, m_subject.filter}, attribute().name, m_default->isChecked() ? Operand(Operand::Default{}) : Operand(*value));
  } catch (const DbError& error) {
    say(toQString(error.message()));
    return std::nullopt;
  }
}

void SetColumnDialog::showStatement() {
  const auto wanted = update();
  const Dialect& dialect = m_subject.database->dialect();
  m_statement->setPlainText(wanted ? toQString(dialect.withLiterals(dialect.compile(wanted->statement(dialect)))) : QString());
  updateButton();
}

void SetColumnDialog::say(const QString& text) {
  const QString all = m_trouble.isEmpty() ? text : QStringList{m_trouble, text}.join(QLatin1Char('\n'));
  m_state->setText(all);
  m_state->setAccessibleDescription(all);
}

void SetColumnDialog::updateButton() {
  const QLocale locale;
  const QString rows = m_count ? locale.toString(static_cast<qlonglong>(*m_count)) : QStringLiteral("…");
  m_write->setText(tr("&Update %1 rows").arg(rows));
  m_write->setEnabled(m_count && *m_count > 0 && !m_isWriting && m_pendingChanges == 0 && !m_statement->toPlainText().isEmpty());
  if (m_pendingChanges > 0) {
    return say(tr("%1 has %n row(s) with pending changes. The statement goes to the database at once, past them, so that first they are committed or reverted: close this, press Ctrl+S to commit them "
                  "or go to Pending changes to revert them, and come back.", nullptr, m_pendingChanges).arg(toQString(m_subject.model)));
  }
  if (m_isWriting) return say(tr("%1 rows are being changed.").arg(rows));
  if (m_count) say((m_subject.filter.empty() ? tr("All %1 rows of the table are changed, at once and for good: it is no pending change, and can't be undone.")
                                             : tr("The %1 rows that pass the filter are changed, at once and for good: it is no pending change, and can't be undone.")).arg(rows));
}

void SetColumnDialog::count() {
  m_count.reset();
  if (m_column->currentIndex() < 0) return;
  updateButton();
  say(tr("Counting the rows…"));
  if (!m_reader) m_reader = m_subject.database->newWorker(tr("counting"));
  auto job = m_reader->run([rows = FilteredRows{m_subject.registry, m_subject.model, m_subject.filter}, name = attribute().name](Worker::Context& context) {
    return ColumnUpdate(rows, name, Value()).count(context);
  }, toStdString(tr("Counting the rows of %1 that pass a filter").arg(toQString(m_subject.model))));
  deliver(job.future, this, [this](const Result<std::int64_t>& result) {
    if (!result) return say(tr("The rows could not be counted: %1").arg(toQString(result.error().message())));
    m_count = *result;
    updateButton();
  });
}

void SetColumnDialog::write() {
  auto wanted = update();
  if (!wanted || !m_count || m_isWriting) return;
  m_isWriting = true;
  m_trouble.clear();
  updateButton();
  m_writer = m_subject.database->newWorker(tr("writer"), Engine::Access::Write);
  auto job = m_writer->run([update = std::move(*wanted), expected = *m_count](Worker::Context& context) { return update.write(context, expected); },
                           toStdString(tr("Setting %1 in all rows of %2").arg(toQString(attribute().name), toQString(m_subject.model))));
  deliver(job.future, this, [this](const Result<std::int64_t>& result) {
    m_isWriting = false;
    if (result) {
      Q_EMIT written(*result);
      return accept();
    }
    const DbError& error = result.error();
    const bool isStale = error.kind() == ErrorKind::StaleData;
    m_trouble = toQString(error.message());
    if (isStale) count();
    else updateButton();
  });
}

/// Closing stops what runs: a statement that is stopped has changed nothing.
void SetColumnDialog::done(int result) {
  for (auto* worker : {m_reader.get(), m_writer.get()})
    if (worker) worker->cancelAll();
  if (m_isWriting) return;
  QDialog::done(result);
}

}  // namespace joinery::ui

#include "moc_set_column_dialog.cpp"
