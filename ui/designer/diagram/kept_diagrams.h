// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <optional>

#include "orm/core/url.h"
#include "orm/workspace/diagram.h"

namespace joinery::ui {

class WorkspaceDocument;

/// The diagram that is shown of a database, and how it is kept in the workspace: read from there, written back at every change, and never
/// over what another one has put there meanwhile. GUI thread.
class KeptDiagrams : public QObject {
  Q_OBJECT
 public:
  KeptDiagrams(WorkspaceDocument* document, Url url, QObject* parent = nullptr);

  /// Those that are kept, and the one that is shown.
  QStringList names() const;
  const QString& name() const { return m_name; }
  /// Shows it: shown() follows. One of every table where none is kept under that name.
  void show(const QString& name);
  /// A change of the one that is shown.
  void keep(const Diagram& diagram);
  /// Adds another one and shows it. @pre the name is free
  void add(Diagram diagram);
  /// @return false where the name is empty or taken
  bool rename(const QString& name);
  /// Deletes the one that is shown, and shows another one.
  void remove();
  bool isTaken(const QString& name) const;
  /// "Sales 2": one that is not taken.
  QString freeName(const QString& wanted) const;
  /// Whether the workspace has it: it was changed by hand.
  bool isKept() const { return m_kept.has_value(); }

 Q_SIGNALS:
  void shown(const joinery::Diagram& diagram);
  void namesChanged();

 private:
  void follow();
  WorkspaceDocument* m_document;
  const Url m_url;
  QString m_name;
  std::optional<Diagram> m_kept;  ///< as the workspace has it, as far as is known here
  bool m_isWriting = false;
};

}  // namespace joinery::ui
