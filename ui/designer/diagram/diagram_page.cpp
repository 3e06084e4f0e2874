// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_page.h"

#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "ui/designer/diagram/diagram_edits.h"
#include "ui/designer/diagram/diagram_page_p.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

/// What is to be laid out of a model: tables that are referred to stand at the left of those that refer.
LayoutGraph graphOf(const DiagramModel& model) {
  LayoutGraph graph;
  std::map<std::string, int> clusters;
  for (const DiagramCard& card : model.cards()) graph.nodes.push_back({card.size, clusters.emplace(card.table.schema, static_cast<int>(clusters.size())).first->second});
  for (const DiagramLine& line : model.lines()) graph.edges.emplace_back(line.parent.card, line.child.card);
  return graph;
}

}  // namespace

DiagramPage::DiagramPage(Database* database, WorkspaceDocument* document, QWidget* parent) : TabPage(parent), d(std::make_unique<Private>()) {
  setObjectName(QStringLiteral("diagramPage"));
  d->database = database;
  d->model = new DiagramModel(this);
  d->scene = new DiagramScene(d->model, this);
  d->view = new DiagramView(d->scene, this);
  d->editor = new DiagramEditor(d->view);
  d->output = new DiagramOutput(d->view);
  d->actions = new DiagramActions(this);
  d->kept = new KeptDiagrams(document, database->engine()->url(), this);
  d->layout = new LayoutJob(this);
  d->messages = new MessageBar(this);
  buildTools();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(d->tools);
  layout->addWidget(d->messages);
  layout->addWidget(d->view, 1);
  d->busy = new PlainLabel(d->view->viewport());
  d->busy->setAlignment(Qt::AlignCenter);
  d->busy->setAttribute(Qt::WA_TransparentForMouseEvents);
  auto* over = new QVBoxLayout(d->view->viewport());
  over->addWidget(d->busy);
  setFocusProxy(d->view);
  connectView();
  connectActions();
  connectNames();
  connect(&Theme::instance(), &Theme::changed, this, &DiagramPage::applyTheme);
  connect(database, &Database::opened, this, &DiagramPage::followSchema);
  connect(d->kept, &KeptDiagrams::shown, this, &DiagramPage::showDiagram);
  connect(d->model, &DiagramModel::edited, this, [this] {
    d->kept->keep(d->model->diagram());
    updateTools();
  });
  connect(&d->model->undoStack(), &QUndoStack::indexChanged, this, &TabPage::statusChanged);
  connect(d->layout, &LayoutJob::laidOut, this, &DiagramPage::takeLayout);
  connect(d->layout, &LayoutJob::stopped, this, [this] {
    if (d->model->needsLayout()) takeLayout(inRows(graphOf(*d->model)));
  });
  connect(d->layout, &LayoutJob::failed, this, [this](const DbError& error) {
    d->messages->showError(tr("Could not arrange the diagram"), error);
    if (d->model->needsLayout()) takeLayout(inRows(graphOf(*d->model)));
  });
  connect(d->layout, &LayoutJob::runningChanged, this, [this] {
    updateTools();
    Q_EMIT busyChanged();
  });
  connect(d->scene->routing(), &LineRouting::busyChanged, this, &TabPage::busyChanged);
  connect(d->output, &DiagramOutput::busyChanged, this, &TabPage::busyChanged);
  connect(d->output, &DiagramOutput::written, this, &DiagramPage::tell);
  connect(d->output, &DiagramOutput::failed, d->messages, &MessageBar::showError);
  applyTheme();
  followSchema();
  d->kept->show({});
}

DiagramPage::~DiagramPage() {
  // Each looks at the next one as long as it lives.
  disconnect(&d->model->undoStack(), nullptr, this, nullptr);
  disconnect(d->scene, nullptr, this, nullptr);
  delete d->view;
  delete d->scene;
}

DiagramModel* DiagramPage::model() const { return d->model; }

DiagramView* DiagramPage::view() const { return d->view; }

KeptDiagrams* DiagramPage::kept() const { return d->kept; }

QString DiagramPage::title() const { return tr("Diagram %1").arg(d->kept->name()); }

void DiagramPage::stop() { d->layout->stop(); }

bool DiagramPage::isBusy() const { return d->layout->isRunning() || d->scene->routing()->isBusy() || d->output->isBusy(); }

QString DiagramPage::statusText() const {
  if (d->layout->isRunning()) return tr("Arranging: tables %1").arg(d->model->cards().size());
  return tr("Tables %1 · relations %2").arg(d->model->cards().size()).arg(d->model->lines().size());
}

QString DiagramPage::selectionText() const {
  const auto count = d->scene->selectedItems().size();
  return count > 0 ? tr("%1 chosen").arg(count) : QString();
}

QUndoStack* DiagramPage::undoStack() { return &d->model->undoStack(); }

void DiagramPage::followSchema() {
  const auto registry = d->database ? d->database->registry() : nullptr;
  if (!registry) return;
  d->model->setSchema({registry, &registry->metadata()});
  layOutIfNeeded();
}

void DiagramPage::showDiagram(const Diagram& diagram) {
  d->layout->stop();
  d->model->setDiagram(diagram);
  layOutIfNeeded();
  if (!d->model->needsLayout()) d->view->fit();
  updateTools();
  Q_EMIT titleChanged();
}

void DiagramPage::layOutIfNeeded() {
  if (d->model->needsLayout()) arrange();
  updateTools();
  Q_EMIT statusChanged();
}

void DiagramPage::arrange() {
  if (d->model->cards().empty()) return;
  d->layout->start(graphOf(*d->model), d->database ? d->database->engine()->jobs() : nullptr, tr("Arranging the diagram %1").arg(d->kept->name()));
}

void DiagramPage::takeLayout(const std::vector<QPointF>& corners) {
  if (corners.size() != d->model->cards().size()) return layOutIfNeeded();
  const bool isFirst = d->model->needsLayout();
  if (isFirst) {
    d->model->place(corners);
  } else {
    QHash<int, QPointF> places;
    for (std::size_t i = 0; i < corners.size(); ++i) places[static_cast<int>(i)] = corners[i];
    d->model->edit(tr("Arrange"), withPlaces(*d->model, places));
  }
  d->view->fit();
  updateTools();
  Q_EMIT statusChanged();
  if (d->wanted) showTable(*std::exchange(d->wanted, std::nullopt));
}

void DiagramPage::showTable(const QualifiedName& table) {
  const int card = d->model->cardOf(table);
  if (d->model->needsLayout()) d->wanted = table;
  else if (card >= 0) d->view->show(d->scene->cards()[static_cast<std::size_t>(card)]);
  else d->messages->showMessage(MessageBar::Kind::Information, tr("%1 is not on the diagram %2.").arg(toQString(table.toString()), d->kept->name()));
}

void DiagramPage::open(const DiagramItem& item) {
  if (item.kind() != DiagramItem::Kind::Card) return d->editor->editText(&item);
  const auto registry = d->database ? d->database->registry() : nullptr;
  const Model* model = registry ? registry->modelOf(d->model->cards()[static_cast<std::size_t>(item.index())].table) : nullptr;
  if (model) Q_EMIT tableRequested(toQString(model->name));
}

void DiagramPage::tell(const QString& text) { d->messages->showMessage(MessageBar::Kind::Information, text); }

void DiagramPage::applyTheme() {
  d->scene->setStyle(DiagramStyle::make(Theme::instance().isDark()));
  d->view->viewport()->update();
  d->view->setMinimapVisible(d->actions->showMinimap->isChecked());
}

}  // namespace joinery::ui

#include "moc_diagram_page.cpp"
