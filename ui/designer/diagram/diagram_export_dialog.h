// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QDialog>
#include <functional>

#include "ui/designer/diagram/diagram_export.h"
#include "ui/widgets/named_combo_box.h"

namespace joinery::ui {

/// Asks what of a diagram is written, and how. Accessible names "Part", "Format", "Pixels", "Light colours", "Export". GUI thread.
class DiagramExportDialog : public QDialog {
  Q_OBJECT
 public:
  enum class Part { Whole, Seen };
  struct Choice {
    Part part = Part::Whole;
    PictureFormat format = PictureFormat::Png;
    double scale = 2;      ///< pixels for a point of the diagram
    bool isLight = true;
  };
  explicit DiagramExportDialog(QWidget* parent = nullptr);

 Q_SIGNALS:
  void chosen(const joinery::ui::DiagramExportDialog::Choice& choice, const QString& path);

 private:
  NamedComboBox* addCombo(const QString& name, const QString& objectName, const QStringList& texts);
  Choice choice() const;
  void chooseFileName();
  NamedComboBox *m_part, *m_format, *m_scale;
  QCheckBox* m_light;
};

}  // namespace joinery::ui
