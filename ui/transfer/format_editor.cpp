// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/format_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>

#include <utility>
#include <vector>

#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

std::vector<TransferFormat> formatsFor(FormatEditor::Purpose purpose) {
  std::vector<TransferFormat> formats{TransferFormat::Csv, TransferFormat::Tsv, TransferFormat::Json, TransferFormat::JsonLines};
  if (purpose == FormatEditor::Purpose::Write) formats.insert(formats.end(), {TransferFormat::Xlsx, TransferFormat::Sql});
  return formats;
}

QComboBox* choice(QWidget* parent, const char* objectName, const QString& name, const QList<std::pair<QString, QString>>& choices) {
  auto* box = new QComboBox(parent);
  box->setObjectName(QLatin1String(objectName));
  box->setAccessibleName(name);
  for (const auto& [text, value] : choices) box->addItem(text, value);
  return box;
}

void choose(QComboBox* box, const QString& value) { box->setCurrentIndex(std::max(0, box->findData(value))); }

}  // namespace

QString formatText(TransferFormat format) {
  switch (format) {
    case TransferFormat::Csv: return FormatEditor::tr("CSV");
    case TransferFormat::Tsv: return FormatEditor::tr("TSV");
    case TransferFormat::Json: return FormatEditor::tr("JSON");
    case TransferFormat::JsonLines: return FormatEditor::tr("JSON Lines");
    case TransferFormat::Sql: return FormatEditor::tr("SQL");
    case TransferFormat::Xlsx: return FormatEditor::tr("Excel (XLSX)");
  }
  return {};
}

QStringList formatFilters(FormatEditor::Purpose purpose) {
  QStringList filters;
  if (purpose == FormatEditor::Purpose::Read) filters << FormatEditor::tr("Rows (*.csv *.tsv *.tab *.txt *.json *.jsonl *.ndjson)");
  else
    for (const TransferFormat format : formatsFor(purpose)) filters << QStringLiteral("%1 (*.%2)").arg(formatText(format).remove(QStringLiteral(" (XLSX)")), QLatin1String(transferFormatName(format)));
  return filters << FormatEditor::tr("All files (*)");
}

FormatEditor::FormatEditor(Purpose purpose, QWidget* parent) : QWidget(parent), m_purpose(purpose), m_form(new QFormLayout(this)) {
  m_form->setContentsMargins(0, 0, 0, 0);
  m_format = choice(this, "format", tr("Format"), {});
  for (const TransferFormat format : formatsFor(purpose)) m_format->addItem(formatText(format), static_cast<int>(format));
  m_delimiter = choice(this, "delimiter", tr("Between cells"), {{tr("Comma"), QStringLiteral(",")}, {tr("Semicolon"), QStringLiteral(";")}, {tr("Tab"), QStringLiteral("\t")}, {tr("Vertical bar"), QStringLiteral("|")}});
  m_quote = choice(this, "quote", tr("Around cells"), {{tr("Double quotes"), QStringLiteral("\"")}, {tr("Single quotes"), QStringLiteral("'")}});
  m_lineEnd = choice(this, "lineEnd", tr("Rows end with"), {{tr("CR LF (usual for CSV)"), QStringLiteral("\r\n")}, {tr("LF"), QStringLiteral("\n")}});
  m_null = new QLineEdit(this);
  m_null->setObjectName(QStringLiteral("nullText"));
  m_null->setAccessibleName(tr("NULL is"));
  m_null->setPlaceholderText(tr("an empty cell; \"\" is an empty text"));
  // All of that is to be read, with room for the frame.
  m_null->setMinimumWidth(m_null->fontMetrics().horizontalAdvance(m_null->placeholderText() + QStringLiteral("mm")));
  m_header = new QCheckBox(tr("The first row &holds the names"), this);
  m_header->setObjectName(QStringLiteral("header"));
  m_escapes = new QCheckBox(tr("&Escape formulas: texts that begin with = + - @ get a ' before them"), this);
  m_escapes->setObjectName(QStringLiteral("escapeFormulas"));
  m_escapes->setChecked(true);
  addFields();
  fill(delimitedOptionsFor(TransferFormat::Csv));
  showFields();
}

void FormatEditor::addRow(Place place, const QString& label, QWidget* field) { m_form->insertRow(place == Place::Above ? m_above++ : m_form->rowCount(), label, field); }

void FormatEditor::setRowVisible(QWidget* field, bool visible) { m_form->setRowVisible(field, visible); }

void FormatEditor::addFields() {
  m_form->addRow(tr("For&mat"), m_format);
  m_form->addRow(tr("&Between cells"), m_delimiter);
  m_form->addRow(tr("Around ce&lls"), m_quote);
  m_form->addRow(tr("&NULL is"), m_null);
  m_form->addRow(tr("Rows en&d with"), m_lineEnd);
  m_form->addRow(QString(), m_header);
  m_form->addRow(QString(), m_escapes);
  connect(m_format, &QComboBox::currentIndexChanged, this, [this] { set(format(), delimitedOptionsFor(format())); });
  const auto tell = [this] { if (!m_isFilling) Q_EMIT changed(); };
  for (QComboBox* box : {m_delimiter, m_quote, m_lineEnd}) connect(box, &QComboBox::currentIndexChanged, this, tell);
  for (QCheckBox* box : {m_header, m_escapes}) connect(box, &QCheckBox::toggled, this, tell);
  connect(m_null, &QLineEdit::textChanged, this, tell);
}

void FormatEditor::set(TransferFormat format, const DelimitedOptions& delimited) {
  if (std::exchange(m_isFilling, true)) return;
  m_format->setCurrentIndex(std::max(0, m_format->findData(static_cast<int>(format))));
  fill(delimited);
  showFields();
  m_isFilling = false;
  Q_EMIT changed();
}

void FormatEditor::setFormat(TransferFormat format) {
  if (format != this->format()) set(format, delimitedOptionsFor(format));
}

void FormatEditor::fill(const DelimitedOptions& delimited) {
  choose(m_delimiter, QString(QLatin1Char(delimited.delimiter)));
  choose(m_quote, QString(QLatin1Char(delimited.quote)));
  choose(m_lineEnd, toQString(delimited.lineEnd));
  m_null->setText(toQString(delimited.nullText));
  m_header->setChecked(delimited.header);
}

void FormatEditor::showFields() {
  const bool isDelimited = format() == TransferFormat::Csv || format() == TransferFormat::Tsv;
  const bool isWritten = m_purpose == Purpose::Write;
  for (QWidget* field : {static_cast<QWidget*>(m_delimiter), static_cast<QWidget*>(m_null), static_cast<QWidget*>(m_header)}) m_form->setRowVisible(field, isDelimited);
  m_form->setRowVisible(m_quote, isDelimited && !isWritten);
  m_form->setRowVisible(m_lineEnd, isDelimited && isWritten);
  m_form->setRowVisible(m_escapes, isDelimited && isWritten);
}

TransferFormat FormatEditor::format() const { return static_cast<TransferFormat>(m_format->currentData().toInt()); }

DelimitedOptions FormatEditor::delimited() const {
  DelimitedOptions options;
  options.delimiter = m_delimiter->currentData().toString().at(0).toLatin1();
  options.quote = m_quote->currentData().toString().at(0).toLatin1();
  options.lineEnd = toStdString(m_lineEnd->currentData().toString());
  options.header = m_header->isChecked();
  options.nullText = toStdString(m_null->text());
  options.escapesFormulas = m_purpose == Purpose::Write && m_escapes->isChecked();
  return options;
}

}  // namespace joinery::ui

#include "moc_format_editor.cpp"
