// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "orm/core/result.h"
#include "orm/workspace/workspace_file.h"

namespace joinery::ui {

/// The workspace of the window: what it holds, where its file is, whether there is something to save. Its file is read and written in the
/// background; what is changed meanwhile stays to be saved. Opening one connects to nothing. GUI thread.
class WorkspaceDocument : public QObject {
  Q_OBJECT
 public:
  explicit WorkspaceDocument(QObject* parent = nullptr);
  ~WorkspaceDocument() override;

  const Workspace& workspace() const;
  /// Empty where it has no file yet.
  QString path() const;
  /// "music.joinery", "Untitled".
  QString displayName() const;
  bool isModified() const;
  bool isBusy() const;
  /// The schema that is designed in it, as it was put; nullptr for none.
  const Json* designedSchema() const;
  void putDesignedSchema(Json schema);

  /// Reads a file in place of what is there: opened() or failed(); what was there stays in the second case.
  void open(const QString& path);
  /// An empty one without a file.
  void clear();
  /// What was not saved when a program ended, in place of what is there, and still not saved. @param path of its file; empty for none
  void restore(Workspace workspace, const QString& path);
  /// To its file: saved() or failed(). @pre it has one
  void save(WorkspaceFile::Existing existing = WorkspaceFile::Existing::KeepChanged);
  /// To another file, which becomes its own once it is written. What is there is replaced: the person was asked.
  void saveAs(const QString& path);

  /// What is declared of a database's models; nothing where it has no connection to it.
  ModelDeclarations declarations(const Url& url) const;
  void putDeclarations(const Url& url, ModelDeclarations declarations);
  /// The views that are saved for a database, in their order.
  std::vector<SavedView> views(const Url& url) const;
  /// nullptr where there is none of that name.
  const SavedView* view(const Url& url, const std::string& name) const;
  /// Adds it, or puts it in the place of the one of its name, whose unknown keys stay.
  void putView(const Url& url, SavedView view);
  /// @return false where the other name is taken
  bool renameView(const Url& url, const std::string& name, const std::string& newName);
  void removeView(const Url& url, const std::string& name);

  /// The diagrams that are kept for a database, in their order.
  std::vector<Diagram> diagrams(const Url& url) const;
  /// nullptr where there is none of that name.
  const Diagram* diagram(const Url& url, const std::string& name) const;
  /// Adds it, or puts it in the place of the one of its name.
  void putDiagram(const Url& url, Diagram diagram);
  /// @return false where the other name is taken
  bool renameDiagram(const Url& url, const std::string& name, const std::string& newName);
  void removeDiagram(const Url& url, const std::string& name);

 Q_SIGNALS:
  /// It holds something else, or is saved.
  void changed();
  void opened();
  void saved();
  /// @param what what was tried
  void failed(const QString& what, const joinery::DbError& error);

 private:
  template <typename Item>
  std::vector<Item>* listOf(std::vector<Item> SavedConnection::* list, const Url& url);
  template <typename Item>
  bool rename(std::vector<Item>* items, const std::string& name, const std::string& newName);
  template <typename Item>
  void remove(std::vector<Item>* items, const std::string& name);
  void edited();
  void write(std::shared_ptr<WorkspaceFile> file, WorkspaceFile::Existing existing);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
