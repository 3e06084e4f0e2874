// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/source_chooser.h"

#include <QHBoxLayout>
#include <QTimer>

#include "ui/connections/file_chooser.h"
#include "ui/designer/migration/unsaved_design.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

SourceChooser::SourceChooser(QString name, WorkspaceDocument* document, QWidget* parent)
    : QWidget(parent),
      m_name(std::move(name)),
      m_document(document),
      m_source(new SchemaSource(this)),
      m_kind(new NamedComboBox(this)),
      m_location(new QLineEdit(this)),
      m_browse(new QPushButton(tr("Browse…"), this)) {
  m_kind->setAccessibleName(m_name);
  m_kind->addItem(tr("The design of the workspace"));
  m_kind->addItem({});
  m_kind->addItem(tr("Another database or a schema file"));
  m_kind->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  m_location->setAccessibleName(tr("%1: path or URL").arg(m_name));
  m_location->setPlaceholderText(tr("file.db, postgresql://user@host/database, or a file that “joinery schema” wrote"));
  m_browse->setAccessibleName(tr("%1: browse").arg(m_name));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_kind);
  layout->addWidget(m_location, 1);
  layout->addWidget(m_browse);
  setFocusProxy(m_kind);
  setDatabase(nullptr);
  connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
    setChoice(kind(), location());
    Q_EMIT changed();
  });
  connect(m_location, &QLineEdit::textChanged, this, &SourceChooser::changed);
  connect(m_browse, &QPushButton::clicked, this, &SourceChooser::browse);
  connect(m_source, &SchemaSource::read, this, &SourceChooser::read);
  connect(m_source, &SchemaSource::failed, this, &SourceChooser::failed);
  setChoice(Kind::Design);
}

void SourceChooser::setDatabase(Database* database) {
  m_database = database;
  m_kind->setItemText(static_cast<int>(Kind::Open), database ? tr("The open database (%1)").arg(database->displayName()) : tr("The open database"));
}

SourceChooser::Kind SourceChooser::kind() const { return static_cast<Kind>(m_kind->currentIndex()); }

QString SourceChooser::location() const { return m_location->text().trimmed(); }

void SourceChooser::setChoice(Kind kind, const QString& location) {
  m_kind->setCurrentIndex(static_cast<int>(kind));
  if (location != this->location()) m_location->setText(location);
  m_location->setEnabled(kind == Kind::Location);
  m_browse->setEnabled(kind == Kind::Location);
}

void SourceChooser::browse() {
  const FileChoice choice{tr("Choose a database or a schema file"), {tr("All files (*)"), tr("Schemas (*.json)")}};
  chooseFile(this, choice, [this](const QString& path) { m_location->setText(path); });
}

void SourceChooser::start() {
  // As a database, a design is told of by the event loop.
  const auto fail = [this](DbError error) { QTimer::singleShot(0, this, [this, error = std::move(error)] { Q_EMIT failed(error); }); };
  switch (kind()) {
    case Kind::Design: return QTimer::singleShot(0, this, &SourceChooser::readDesign);
    case Kind::Open: return m_database ? m_source->readDatabase(m_database->engine()) : fail(DbError(ErrorKind::InvalidRequest, "no database is open"));
    case Kind::Location: return location().isEmpty() ? fail(DbError(ErrorKind::InvalidRequest, "name a file or a URL first")) : m_source->readLocation(location());
  }
}

void SourceChooser::readDesign() {
  try {
    const Json* json = m_document->designedSchema();
    if (!json) throw DbError(ErrorKind::InvalidRequest, "the workspace has no designed schema");
    migration::DesignedSchema design = designedSchemaOf(*json);
    Q_EMIT read({std::make_shared<const schema::MetaData>(std::move(design.metadata)), design.dialect->name(), std::move(design.recorded)});
  } catch (const DbError& error) {
    Q_EMIT failed(error);
  }
}

}  // namespace joinery::ui

#include "moc_source_chooser.cpp"
