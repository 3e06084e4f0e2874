// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/copy_tables_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <algorithm>

#include "orm/core/result_of.h"
#include "orm/difference/copied_tables.h"
#include "orm/difference/revision_table_name.h"
#include "orm/engine/dialects.h"
#include "ui/connections/database.h"
#include "ui/connections/file_chooser.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/named_combo_box.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QPushButton* pushButton(const QString& objectName, const QString& text, QWidget* parent) {
  auto* made = new QPushButton(text, parent);
  made->setObjectName(objectName);
  made->setAccessibleName(QString(text).remove(QLatin1Char('&')).remove(QStringLiteral("…")));
  made->setAutoDefault(false);
  return made;
}

QLineEdit* searchLine(const QString& objectName, const QString& name, QWidget* parent) {
  auto* made = new QLineEdit(parent);
  made->setObjectName(objectName);
  made->setAccessibleName(name);
  made->setPlaceholderText(name);
  made->setClearButtonEnabled(true);
  return made;
}

/// A file of a schema does not tell its engine; the name of the default schema does.
const Dialect& dialectOf(const ReadSchema& schema) {
  if (!schema.backend.empty()) return dialectFor(schema.backend);
  return dialectFor(schema.metadata->defaultSchema == "main" ? "sqlite" : "postgresql");
}

}  // namespace

CopyTablesDialog::CopyTablesDialog(const Database* open, const SchemaDesign* design, QWidget* parent)
    : QDialog(parent), m_open(open), m_design(design), m_source(new SchemaSource(this)), m_messages(new MessageBar(this)), m_from(new NamedComboBox(this)),
      m_location(searchLine(QStringLiteral("copyLocation"), tr("File or URL"), this)), m_filter(searchLine(QStringLiteral("copyFilter"), tr("Search tables"), this)),
      m_browse(pushButton(QStringLiteral("copyBrowse"), tr("&Browse…"), this)), m_read(pushButton(QStringLiteral("copyRead"), tr("&Read"), this)),
      m_stop(pushButton(QStringLiteral("copyStop"), tr("&Stop"), this)), m_tables(new QListWidget(this)), m_differences(new QPlainTextEdit(this)), m_note(new PlainLabel(this)) {
  setObjectName(QStringLiteral("copyTables"));
  setWindowTitle(tr("Copy tables to the design"));
  resize(720, 520);
  build();
  m_pause.setSingleShot(true);
  m_pause.setInterval(0);
  connect(&m_pause, &QTimer::timeout, this, &CopyTablesDialog::compare);
  connect(m_source, &SchemaSource::read, this, &CopyTablesDialog::show);
  connect(m_source, &SchemaSource::failed, this, [this](const DbError& error) { m_messages->showError(tr("Could not read the tables"), error); });
  connect(m_source, &SchemaSource::readingChanged, this, &CopyTablesDialog::update);
  connect(m_read, &QPushButton::clicked, this, &CopyTablesDialog::read);
  connect(m_location, &QLineEdit::returnPressed, this, &CopyTablesDialog::read);
  connect(m_location, &QLineEdit::textChanged, this, &CopyTablesDialog::update);
  connect(m_stop, &QPushButton::clicked, m_source, &SchemaSource::forget);
  connect(m_browse, &QPushButton::clicked, this, &CopyTablesDialog::browse);
  connect(m_filter, &QLineEdit::textChanged, this, &CopyTablesDialog::filter);
  connect(m_tables, &QListWidget::itemChanged, this, &CopyTablesDialog::compareSoon);
  connect(m_from, &QComboBox::currentIndexChanged, this, [this] {
    m_source->forget();
    show({});
    read();
  });
  connect(this, &QDialog::accepted, this, [this] { Q_EMIT chosen(*m_schema.metadata, dialectOf(m_schema), chosenTables()); });
  read();
}

CopyTablesDialog::~CopyTablesDialog() { disconnect(m_source, nullptr, this, nullptr); }

void CopyTablesDialog::build() {
  m_from->setObjectName(QStringLiteral("copyFrom"));
  m_from->setAccessibleName(tr("Copy from"));
  if (m_open && m_open->registry()) m_from->addItem(tr("The open database: %1").arg(m_open->displayName()), static_cast<int>(From::OpenDatabase));
  m_from->addItem(tr("Another database"), static_cast<int>(From::Database));
  m_from->addItem(tr("A schema or workspace file"), static_cast<int>(From::File));
  m_tables->setObjectName(QStringLiteral("copiedTables"));
  m_tables->setAccessibleName(tr("Tables"));
  m_tables->setIconSize({16, 16});
  m_differences->setObjectName(QStringLiteral("copyDifferences"));
  m_differences->setAccessibleName(tr("Differences"));
  m_differences->setReadOnly(true);
  m_differences->setTabChangesFocus(true);
  auto* place = new QHBoxLayout;
  place->addWidget(m_location, 1);
  for (QPushButton* each : {m_browse, m_read, m_stop}) place->addWidget(each);
  auto* form = new QFormLayout;
  form->addRow(tr("Copy &from"), m_from);
  form->addRow(place);
  auto* all = pushButton(QStringLiteral("copyAll"), tr("&All"), this);
  auto* none = pushButton(QStringLiteral("copyNone"), tr("&None"), this);
  auto* choice = new QHBoxLayout;
  choice->addWidget(m_filter, 1);
  choice->addWidget(all);
  choice->addWidget(none);
  auto* split = new QSplitter(this);
  split->addWidget(m_tables);
  split->addWidget(m_differences);
  split->setSizes({280, 420});
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  m_copy = buttons->button(QDialogButtonBox::Ok);
  m_copy->setText(tr("&Copy"));
  m_copy->setAccessibleName(tr("Copy"));
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_messages);
  layout->addLayout(form);
  layout->addLayout(choice);
  layout->addWidget(split, 1);
  layout->addWidget(m_note);
  layout->addWidget(buttons);
  connect(all, &QPushButton::clicked, this, [this] { tickShown(Qt::Checked); });
  connect(none, &QPushButton::clicked, this, [this] { tickShown(Qt::Unchecked); });
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void CopyTablesDialog::setFrom(From from) { m_from->setCurrentIndex(m_from->findData(static_cast<int>(from))); }

void CopyTablesDialog::setLocation(const QString& location) { m_location->setText(location); }

void CopyTablesDialog::browse() {
  const auto take = [this](const QString& path) {
    m_location->setText(path);
    read();
  };
  if (static_cast<From>(m_from->currentData().toInt()) == From::Database) return chooseDatabaseFile(this, take);
  chooseFile(this, {.title = tr("Schema or workspace"), .filters = {tr("Schemas and workspaces (*.json *.joinery)"), tr("All files (*)")}}, take);
}

void CopyTablesDialog::read() {
  m_messages->clear();
  const From from = static_cast<From>(m_from->currentData().toInt());
  if (from == From::OpenDatabase) return show({std::make_shared<const schema::MetaData>(migration::withoutRevisionTable(*m_open->registry()->sharedMetadata())), m_open->dialect().name()});
  if (m_location->text().trimmed().isEmpty()) return update();
  if (from == From::Database) m_source->readLocation(m_location->text());
  else m_source->readFile(m_location->text());
}

void CopyTablesDialog::show(const ReadSchema& schema) {
  m_schema = schema;
  {
    const QSignalBlocker blocker(m_tables);
    m_tables->clear();
    if (schema.metadata)
      for (const auto& table : schema.metadata->tables()) {
        auto* item = new QListWidgetItem(icon(table->isView() ? QStringLiteral("view") : QStringLiteral("table")), toQString(table->name.toString()), m_tables);
        item->setCheckState(Qt::Unchecked);
      }
  }
  choose(m_wanted);
  filter(m_filter->text());
}

void CopyTablesDialog::choose(const std::vector<QualifiedName>& tables) {
  m_wanted = tables;
  const QSignalBlocker blocker(m_tables);
  for (int row = 0; row < m_tables->count(); ++row) {
    const bool isWanted = std::ranges::find(tables, m_schema.metadata->tables()[static_cast<std::size_t>(row)]->name) != tables.end();
    m_tables->item(row)->setCheckState(isWanted ? Qt::Checked : Qt::Unchecked);
  }
  compareSoon();
}

std::vector<QualifiedName> CopyTablesDialog::chosenTables() const {
  std::vector<QualifiedName> tables;
  for (int row = 0; row < m_tables->count(); ++row)
    if (m_tables->item(row)->checkState() == Qt::Checked) tables.push_back(m_schema.metadata->tables()[static_cast<std::size_t>(row)]->name);
  return tables;
}

void CopyTablesDialog::filter(const QString& text) {
  for (int row = 0; row < m_tables->count(); ++row) m_tables->item(row)->setHidden(!m_tables->item(row)->text().contains(text, Qt::CaseInsensitive));
}

void CopyTablesDialog::tickShown(Qt::CheckState state) {
  const QSignalBlocker blocker(m_tables);
  for (int row = 0; row < m_tables->count(); ++row)
    if (!m_tables->item(row)->isHidden()) m_tables->item(row)->setCheckState(state);
  compareSoon();
}

/// Until then nothing is known to fit.
void CopyTablesDialog::compareSoon() {
  m_fits = false;
  m_pause.start();
  update();
}

/// In the background: thousands of tables may be ticked. The answer to what was ticked last counts.
void CopyTablesDialog::compare() {
  const std::vector<QualifiedName> tables = chosenTables();
  m_isComparing = !tables.empty();
  ++m_comparison;
  if (tables.empty()) {
    m_differences->clear();
    return update();
  }
  const auto compared = QtConcurrent::run([schema = m_schema, tables, target = m_design->metadata(), dialect = &dialectFor(m_design->dialect().name())] {
    return resultOf([&] { return migration::copyTables(*schema.metadata, dialectOf(schema), tables, target, *dialect).differences; });
  });
  deliver(compared, this, [this, comparison = m_comparison](const Result<std::vector<std::string>>& differences) {
    if (comparison != m_comparison) return;
    m_isComparing = false;
    m_fits = differences.hasValue();
    QStringList lines;
    if (differences)
      for (const std::string& each : *differences) lines << toQString(each);
    else
      lines << tr("These tables can't be copied: %1").arg(toQString(differences.error().message()));
    m_differences->setPlainText(lines.isEmpty() ? tr("Everything is as it was.") : lines.join(QLatin1Char('\n')));
    update();
  });
  update();
}

void CopyTablesDialog::update() {
  const bool isElsewhere = static_cast<From>(m_from->currentData().toInt()) != From::OpenDatabase;
  for (QWidget* each : std::initializer_list<QWidget*>{m_location, m_browse, m_read, m_stop}) each->setVisible(isElsewhere);
  m_read->setEnabled(!m_source->isReading() && !m_location->text().trimmed().isEmpty());
  m_stop->setEnabled(m_source->isReading());
  const auto ticked = static_cast<int>(chosenTables().size());
  m_note->setText(m_source->isReading() ? tr("Reading…") : tr("%1 of %2 tables are chosen").arg(ticked).arg(m_tables->count()));
  m_copy->setEnabled(m_fits && ticked > 0 && !isBusy());
}

}  // namespace joinery::ui

#include "moc_copy_tables_dialog.cpp"
