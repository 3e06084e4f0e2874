// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_page.h"

#include <QVBoxLayout>

#include "ui/designer/diagram/diagram_page_p.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

DiagramPage::DiagramPage(Database* database, WorkspaceDocument* document, QWidget* parent) : TabPage(parent), d(std::make_unique<Private>()) {
  setObjectName(QStringLiteral("diagramPage"));
  d->database = database;
  d->model = new DiagramModel(this);
  d->messages = new MessageBar(this);
  d->panel = new DiagramPanel(d->model, new DiagramView(new DiagramScene(d->model, this), this), d->messages, this);
  d->kept = new KeptDiagrams(document, database->engine()->url(), this);
  buildNames();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(d->messages);
  layout->addWidget(d->panel, 1);
  setFocusProxy(d->panel);
  connectNames();
  d->panel->setJobs([this] { return d->database ? d->database->engine()->jobs() : nullptr; });
  connect(d->panel->view(), &DiagramView::activated, this, [this](DiagramItem* item) { open(*item); });
  connect(d->panel->view(), &DiagramView::menuRequested, this, &DiagramPage::showMenu);
  connect(d->panel->actions().openRows, &QAction::triggered, this, [this] {
    if (d->panel->scene()->current()) open(*d->panel->scene()->current());
  });
  connect(d->panel, &DiagramPanel::statusChanged, this, &TabPage::statusChanged);
  connect(d->panel, &DiagramPanel::busyChanged, this, &TabPage::busyChanged);
  connect(database, &Database::opened, this, &DiagramPage::followSchema);
  connect(d->kept, &KeptDiagrams::shown, this, &DiagramPage::showDiagram);
  connect(d->model, &DiagramModel::edited, this, [this] { d->kept->keep(d->model->diagram()); });
  connect(&d->model->undoStack(), &QUndoStack::indexChanged, this, &TabPage::statusChanged);
  followSchema();
  d->kept->show({});
}

DiagramPage::~DiagramPage() {
  disconnect(&d->model->undoStack(), nullptr, this, nullptr);
  // It looks at the model as long as it lives.
  delete d->panel;
}

DiagramModel* DiagramPage::model() const { return d->model; }

DiagramView* DiagramPage::view() const { return d->panel->view(); }

KeptDiagrams* DiagramPage::kept() const { return d->kept; }

QString DiagramPage::title() const { return tr("Diagram %1").arg(d->kept->name()); }

void DiagramPage::stop() { d->panel->stop(); }

bool DiagramPage::isBusy() const { return d->panel->isBusy(); }

QString DiagramPage::statusText() const { return d->panel->statusText(); }

QString DiagramPage::selectionText() const { return d->panel->selectionText(); }

QUndoStack* DiagramPage::undoStack() { return &d->model->undoStack(); }

void DiagramPage::arrange() { d->panel->arrange(); }

void DiagramPage::followSchema() {
  const auto registry = d->database ? d->database->registry() : nullptr;
  if (!registry) return;
  d->model->setSchema({registry, &registry->metadata()});
  d->panel->layOutIfNeeded();
}

void DiagramPage::showDiagram(const Diagram& diagram) {
  d->panel->stop();
  d->model->setDiagram(diagram);
  d->panel->showDiagram();
  Q_EMIT titleChanged();
}

void DiagramPage::showTable(const QualifiedName& table) {
  if (!d->panel->showTable(table)) d->messages->showMessage(MessageBar::Kind::Information, tr("%1 is not on the diagram %2.").arg(toQString(table.toString()), d->kept->name()));
}

void DiagramPage::open(const DiagramItem& item) {
  if (item.kind() != DiagramItem::Kind::Card) return d->panel->editor()->editText(&item);
  const auto registry = d->database ? d->database->registry() : nullptr;
  const Model* model = registry ? registry->modelOf(d->model->cards()[static_cast<std::size_t>(item.index())].table) : nullptr;
  if (model) Q_EMIT tableRequested(toQString(model->name));
}

}  // namespace joinery::ui

#include "moc_diagram_page.cpp"
