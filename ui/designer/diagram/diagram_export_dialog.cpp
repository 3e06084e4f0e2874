// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_export_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>

#include "ui/connections/file_chooser.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

QString suffixOf(PictureFormat format) {
  return format == PictureFormat::Png ? QStringLiteral("png") : format == PictureFormat::Svg ? QStringLiteral("svg") : QStringLiteral("pdf");
}

}  // namespace

DiagramExportDialog::DiagramExportDialog(QWidget* parent) : QDialog(parent), m_light(new QCheckBox(tr("&Light colours, as on paper"), this)) {
  setObjectName(QStringLiteral("exportDiagramDialog"));
  setWindowTitle(tr("Export the diagram"));
  auto* form = new QFormLayout(this);
  m_part = addCombo(tr("Part"), QStringLiteral("part"), {tr("The whole diagram"), tr("What is seen of it")});
  m_format = addCombo(tr("Format"), QStringLiteral("format"), {tr("PNG picture"), tr("SVG drawing"), tr("PDF document")});
  m_scale = addCombo(tr("Pixels"), QStringLiteral("pixels"), {tr("1 for each point"), tr("2 for each point"), tr("4 for each point")});
  m_scale->setCurrentIndex(1);
  m_light->setObjectName(QStringLiteral("lightColours"));
  m_light->setAccessibleName(tr("Light colours"));
  m_light->setChecked(true);
  m_light->setVisible(Theme::instance().isDark());
  form->addRow(m_light);
  auto* box = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  QPushButton* write = box->addButton(tr("&Export…"), QDialogButtonBox::AcceptRole);
  write->setObjectName(QStringLiteral("export"));
  write->setAccessibleName(tr("Export"));
  write->setDefault(true);
  form->addRow(box);
  connect(m_format, &QComboBox::currentIndexChanged, this, [this](int index) { m_scale->setEnabled(index == 0); });
  connect(box, &QDialogButtonBox::accepted, this, &DiagramExportDialog::chooseFileName);
  connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

NamedComboBox* DiagramExportDialog::addCombo(const QString& name, const QString& objectName, const QStringList& texts) {
  auto* combo = new NamedComboBox(this);
  combo->setObjectName(objectName);
  combo->setAccessibleName(name);
  combo->addItems(texts);
  static_cast<QFormLayout*>(layout())->addRow(QLatin1Char('&') + name, combo);
  return combo;
}

DiagramExportDialog::Choice DiagramExportDialog::choice() const {
  Choice choice;
  choice.part = m_part->currentIndex() == 0 ? Part::Whole : Part::Seen;
  choice.format = static_cast<PictureFormat>(m_format->currentIndex());
  choice.scale = 1 << m_scale->currentIndex();
  choice.isLight = m_light->isChecked();
  return choice;
}

void DiagramExportDialog::chooseFileName() {
  const Choice wanted = choice();
  FileChoice file{tr("Export the diagram"), {tr("%1 files (*.%1)").arg(suffixOf(wanted.format)), tr("All files (*)")}, FileChoice::Purpose::Save};
  chooseFile(this, file, [this, wanted](const QString& path) {
    Q_EMIT chosen(wanted, path);
    accept();
  });
}

}  // namespace joinery::ui

#include "moc_diagram_export_dialog.cpp"
