// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/workspace_document.h"

#include <QFileInfo>
#include <QtConcurrentRun>
#include <algorithm>

#include "orm/core/result_of.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

struct WorkspaceDocument::Private {
  Workspace workspace;
  std::shared_ptr<WorkspaceFile> file;
  std::uint64_t edits = 0;
  std::uint64_t savedEdits = 0;
  std::uint64_t job = 0;
  bool busy = false;
};

namespace {

using Views = std::vector<SavedView>;

template <typename Item>
auto placeOf(std::vector<Item>& items, const std::string& name) {
  return std::ranges::find(items, name, &Item::name);
}

}  // namespace

WorkspaceDocument::WorkspaceDocument(QObject* parent) : QObject(parent), d(std::make_unique<Private>()) {}

WorkspaceDocument::~WorkspaceDocument() = default;

const Workspace& WorkspaceDocument::workspace() const { return d->workspace; }

QString WorkspaceDocument::path() const { return d->file ? toQString(d->file->path()) : QString(); }

QString WorkspaceDocument::displayName() const { return d->file ? QFileInfo(path()).fileName() : tr("Untitled"); }

bool WorkspaceDocument::isModified() const { return d->edits != d->savedEdits; }

bool WorkspaceDocument::isBusy() const { return d->busy; }

void WorkspaceDocument::open(const QString& path) {
  auto file = std::make_shared<WorkspaceFile>(toStdString(path));
  d->busy = true;
  // What was begun before gives its answer to nobody.
  const auto read = QtConcurrent::run([file] { return resultOf([&] { return file->read(); }); });
  deliver(read, this, [this, file, path, job = ++d->job](Result<Workspace> result) {
    if (job != d->job) return;
    d->busy = false;
    if (!result) return Q_EMIT failed(tr("Could not open the workspace %1").arg(QFileInfo(path).fileName()), result.error());
    d->workspace = std::move(*result);
    d->file = file;
    d->savedEdits = d->edits;
    Q_EMIT changed();
    Q_EMIT opened();
  });
}

void WorkspaceDocument::clear() {
  ++d->job;
  d->busy = false;
  d->workspace = {};
  d->file.reset();
  d->savedEdits = d->edits;
  Q_EMIT changed();
}

/// Its file was not read here: saving asks where another program has changed it since.
void WorkspaceDocument::restore(Workspace workspace, const QString& path) {
  ++d->job;
  d->busy = false;
  d->workspace = std::move(workspace);
  d->file = path.isEmpty() ? nullptr : std::make_shared<WorkspaceFile>(toStdString(path));
  edited();
}

void WorkspaceDocument::save(WorkspaceFile::Existing existing) { write(d->file, existing); }

void WorkspaceDocument::saveAs(const QString& path) { write(std::make_shared<WorkspaceFile>(toStdString(path)), WorkspaceFile::Existing::Replace); }

/// One after another: a file is written by one thread at a time.
void WorkspaceDocument::write(std::shared_ptr<WorkspaceFile> file, WorkspaceFile::Existing existing) {
  if (d->busy) return;
  d->busy = true;
  const auto written = QtConcurrent::run([file, workspace = d->workspace, existing] {
    return resultOf([&] {
      file->write(workspace, existing);
      return true;
    });
  });
  deliver(written, this, [this, file, edits = d->edits, job = ++d->job](const Result<bool>& result) {
    if (job != d->job) return;
    d->busy = false;
    if (!result) return Q_EMIT failed(tr("Could not save the workspace %1").arg(QFileInfo(toQString(file->path())).fileName()), result.error());
    d->file = file;
    d->savedEdits = edits;
    Q_EMIT changed();
    Q_EMIT saved();
  });
}

ModelDeclarations WorkspaceDocument::declarations(const Url& url) const {
  const SavedConnection* found = std::as_const(d->workspace).connectionTo(url);
  return found ? found->declarations : ModelDeclarations();
}

void WorkspaceDocument::putDeclarations(const Url& url, ModelDeclarations declarations) {
  if (declarations == this->declarations(url)) return;
  d->workspace.connectionTo(url).declarations = std::move(declarations);
  edited();
}

std::vector<SavedView> WorkspaceDocument::views(const Url& url) const {
  const SavedConnection* found = std::as_const(d->workspace).connectionTo(url);
  return found ? found->views : Views();
}

const SavedView* WorkspaceDocument::view(const Url& url, const std::string& name) const {
  const SavedConnection* found = std::as_const(d->workspace).connectionTo(url);
  return found ? findView(*found, name) : nullptr;
}

void WorkspaceDocument::putView(const Url& url, SavedView view) {
  Views& views = d->workspace.connectionTo(url).views;
  if (const auto found = placeOf(views, view.name); found != views.end()) {
    view.source = found->source;
    *found = std::move(view);
  } else {
    views.push_back(std::move(view));
  }
  edited();
}

bool WorkspaceDocument::renameView(const Url& url, const std::string& name, const std::string& newName) { return rename(listOf(&SavedConnection::views, url), name, newName); }

void WorkspaceDocument::removeView(const Url& url, const std::string& name) { remove(listOf(&SavedConnection::views, url), name); }

std::vector<Diagram> WorkspaceDocument::diagrams(const Url& url) const {
  const SavedConnection* found = std::as_const(d->workspace).connectionTo(url);
  return found ? found->diagrams : std::vector<Diagram>();
}

const Diagram* WorkspaceDocument::diagram(const Url& url, const std::string& name) const {
  const SavedConnection* found = std::as_const(d->workspace).connectionTo(url);
  return found ? findDiagram(*found, name) : nullptr;
}

void WorkspaceDocument::putDiagram(const Url& url, Diagram diagram) {
  std::vector<Diagram>& diagrams = d->workspace.connectionTo(url).diagrams;
  if (const auto found = placeOf(diagrams, diagram.name); found != diagrams.end()) *found = std::move(diagram);
  else diagrams.push_back(std::move(diagram));
  edited();
}

bool WorkspaceDocument::renameDiagram(const Url& url, const std::string& name, const std::string& newName) {
  return rename(listOf(&SavedConnection::diagrams, url), name, newName);
}

void WorkspaceDocument::removeDiagram(const Url& url, const std::string& name) { remove(listOf(&SavedConnection::diagrams, url), name); }

/// nullptr where the workspace knows nothing of the database.
template <typename Item>
std::vector<Item>* WorkspaceDocument::listOf(std::vector<Item> SavedConnection::* list, const Url& url) {
  const auto* found = std::as_const(d->workspace).connectionTo(url);
  return found ? &(d->workspace.connectionTo(url).*list) : nullptr;
}

template <typename Item>
bool WorkspaceDocument::rename(std::vector<Item>* items, const std::string& name, const std::string& newName) {
  const bool isTaken = items && placeOf(*items, newName) != items->end();
  const auto found = items ? placeOf(*items, name) : typename std::vector<Item>::iterator();
  if (newName.empty() || isTaken || !items || found == items->end()) return name == newName;
  found->name = newName;
  edited();
  return true;
}

template <typename Item>
void WorkspaceDocument::remove(std::vector<Item>* items, const std::string& name) {
  if (!items || placeOf(*items, name) == items->end()) return;
  items->erase(placeOf(*items, name));
  edited();
}

const Json* WorkspaceDocument::designedSchema() const {
  const auto found = d->workspace.source.find("schema");
  return found == d->workspace.source.end() || found->is_null() ? nullptr : &*found;
}

void WorkspaceDocument::putDesignedSchema(Json schema) {
  d->workspace.source["schema"] = std::move(schema);
  edited();
}

void WorkspaceDocument::edited() {
  ++d->edits;
  Q_EMIT changed();
}

}  // namespace joinery::ui

#include "moc_workspace_document.cpp"
