// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_output.h"

#include <QFileInfo>
#include <QPrintDialog>
#include <QPrinter>
#include <QtConcurrentRun>
#include <cmath>

#include "orm/core/result_of.h"
#include "ui/designer/diagram/diagram_export.h"
#include "ui/designer/diagram/diagram_view.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

DiagramOutput::DiagramOutput(DiagramView* view) : QObject(view), m_view(view) {}

DiagramPicture DiagramOutput::picture(DiagramExportDialog::Part part, bool isLight) const {
  DiagramPicture picture = DiagramPicture::of(*m_view->diagram(), DiagramStyle::make(!isLight && Theme::instance().isDark()));
  if (part == DiagramExportDialog::Part::Seen) picture.area &= m_view->seen();
  return picture;
}

void DiagramOutput::askAndExport() {
  auto* dialog = new DiagramExportDialog(m_view);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &DiagramExportDialog::chosen, this, &DiagramOutput::write);
  dialog->open();
}

void DiagramOutput::write(const DiagramExportDialog::Choice& choice, const QString& path) {
  const auto work = [shown = picture(choice.part, choice.isLight), choice, path] { writePicture(shown, choice.format, choice.scale, toStdString(path)); };
  run(work, tr("The diagram was written to %1.").arg(path), tr("Could not export the diagram to %1").arg(QFileInfo(path).fileName()));
}

void DiagramOutput::askAndPrint() {
  const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
  auto* dialog = new QPrintDialog(printer.get(), m_view);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  // The dialog points to it as long as it lives.
  connect(dialog, &QObject::destroyed, this, [printer] {});
  connect(dialog, qOverload<QPrinter*>(&QPrintDialog::accepted), this, [this, printer] { printOn(printer); });
  dialog->open();
}

void DiagramOutput::printOn(const std::shared_ptr<QPrinter>& printer) {
  const auto shown = std::make_shared<const DiagramPicture>(picture(DiagramExportDialog::Part::Whole, true));
  const QSizeF area = shown->area.size();
  printer->setPageOrientation(area.width() > area.height() ? QPageLayout::Landscape : QPageLayout::Portrait);
  const auto print = [this, printer, shown](const PrintedPages& pages) {
    run([shown, pages, printer] { printPicture(*shown, pages, *printer); }, tr("The diagram was given to the printer."), tr("Could not print the diagram"));
  };
  const PrintedPages one = PrintedPages::one(area, *printer), several = PrintedPages::readable(area, *printer);
  if (one.isReadable()) return print(one);
  askWhich(m_view, tr("Print on several pages?"),
           tr("On one page the diagram has %1 % of its size and is hard to read. With %2 % it takes %3 pages: %4 across, %5 down.")
               .arg(std::lround(one.scale * 100)).arg(std::lround(several.scale * 100)).arg(several.count()).arg(several.across).arg(several.down),
           tr("On &several pages"), [print, several] { print(several); }, tr("On &one page"), [print, one] { print(one); });
}

void DiagramOutput::run(std::function<void()> work, const QString& done, const QString& tried) {
  ++m_running;
  Q_EMIT busyChanged();
  const auto running = QtConcurrent::run([work = std::move(work)] {
    return resultOf([&] {
      work();
      return true;
    });
  });
  deliver(running, this, [this, done, tried](const Result<bool>& result) {
    --m_running;
    if (result) Q_EMIT written(done);
    else Q_EMIT failed(tried, result.error());
    Q_EMIT busyChanged();
  });
}

}  // namespace joinery::ui

#include "moc_diagram_output.cpp"
