// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shot.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QTemporaryDir>
#include <QTimer>

#include "app/application.h"
#include "app/cli/arguments.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "ui/changes/pending_changes.h"
#include "ui/designer/design/design_page.h"
#include "ui/relations/relation_tree.h"
#include "ui/shell/designs.h"
#include "ui/shell/diagrams.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/shell/table_tab.h"
#include "ui/shell/transfers.h"
#include "ui/transfer/export_dialog.h"
#include "ui/transfer/import_dialog.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workspace_document.h"

namespace joinery {

namespace {

constexpr int kMostMilliseconds = 30'000;
/// How long nothing may change before the window counts as settled.
constexpr int kQuietMilliseconds = 700;

QString latin(const char* text) { return QString::fromLatin1(text); }

/// Whether the statements of the pending changes are still to come.
bool awaitsPreview(const ui::PendingChanges* changes) {
  return changes && !changes->isEmpty() && changes->plan() && changes->plan()->empty();
}

/// The dialog that stands over the window, if one does.
QWidget* dialogOf(const QWidget* window) {
  for (auto* dialog : window->findChildren<QDialog*>())
    if (dialog->isVisible()) return dialog;
  return nullptr;
}

/// Takes one picture after another of a window as its steps settle.
class Shooter : public QObject {
 public:
  struct Step { QString file; std::function<void()> prepare; };
  Shooter(ui::MainWindow* window, std::vector<Step> steps) : m_window(window), m_steps(std::move(steps)) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kQuietMilliseconds);
    connect(&m_quiet, &QTimer::timeout, this, &Shooter::shoot);
    // What the tree reads later than the page belongs into the picture too.
    connect(window->relationTree(), &ui::RelationTree::settled, this, [this] {
      if (m_opensTree) m_window->relationTree()->expandToDepth(2);
      m_quiet.start();
    });
    QTimer::singleShot(kMostMilliseconds, this, [this] { fail("the window did not settle in time"); });
  }
  void next() {
    if (m_next == m_steps.size()) return QApplication::exit(cli::kDone);
    m_steps[m_next].prepare();
    m_quiet.start();
  }
  /// Done once the window has settled for the first time.
  void afterwards(std::function<void()> then) { m_afterwards = std::move(then); }
  /// Opens the branches of the tree's row once they are counted.
  void openTree() { m_opensTree = true; }
  void fail(const std::string& why) {
    cli::printError("shot: " + why);
    QApplication::exit(cli::kRefused);
  }

 private:
  void shoot() {
    const auto* page = m_window->tabs()->currentPage();
    if ((page && page->isBusy()) || m_window->relationTree()->isBusy() || awaitsPreview(m_window->changes())) return m_quiet.start();
    if (const auto then = std::exchange(m_afterwards, {})) {
      then();
      return m_quiet.start();
    }
    const QString& file = m_steps[m_next].file;
    QWidget* dialog = dialogOf(m_window);
    if (!(dialog ? dialog : m_window)->grab().save(file)) return fail(file.toStdString() + " can't be written");
    cli::printLine(file.toStdString());
    ++m_next;
    next();
  }
  ui::MainWindow* m_window;
  std::vector<Step> m_steps;
  std::function<void()> m_afterwards;
  std::size_t m_next = 0;
  bool m_opensTree = false;
  QTimer m_quiet;
};

ui::TableView tableView(const std::string& model, Json filter = Json::object()) {
  ui::TableView view;
  view.model = model;
  view.filter = std::move(filter);
  return view;
}

/// `tree:Artist` → all its rows as a tree, with the first relationship of some opened.
void showTreeOfRows(ui::MainWindow* window, const QString& name) {
  const Model* model = window->database()->registry()->find(name.toStdString());
  if (!model) throw DbError(ErrorKind::Argument, "there is no model called " + name.toStdString());
  QStringList opened;
  for (const Relationship& relationship : model->relationships)
    if (relationship.isToMany() && opened.isEmpty()) opened << QString::fromStdString(relationship.name);
  window->tabs()->openTree({model->name, Json::object(), {}}, Json::object(), opened);
}

/// `tree:Artist:90` → that row's table, filtered to it, with its tree opened.
void showTree(ui::MainWindow* window, const QStringList& parts) {
  const Model* model = window->database()->registry()->find(parts.value(1).toStdString());
  if (!model) throw DbError(ErrorKind::Argument, "there is no model called " + parts.value(1).toStdString());
  const auto key = model->keyAttributes();
  Json filter = Json::object();
  const QString text = parts.mid(2).join(QLatin1Char(':'));
  const Json parsed = Json::parse(text.toStdString(), nullptr, false);
  if (key.size() == 1) filter[key[0]] = parsed.is_discarded() ? Json(text.toStdString()) : parsed;
  else if (parsed.is_array() && parsed.size() == key.size())
    for (std::size_t i = 0; i < key.size(); ++i) filter[key[i]] = parsed[i];
  window->openTable(tableView(model->name, filter));
}

/// `import:Artist:artists.csv` → the window of import with that file and table.
void showImport(ui::MainWindow* window, const QStringList& parts) {
  auto* dialog = window->transfers()->importRows(parts[1]);
  if (dialog && parts.size() > 2) dialog->setFile(parts.mid(2).join(QLatin1Char(':')));
}

void showView(ui::MainWindow* window, const QString& view) {
  const QStringList parts = view.split(QLatin1Char(':'));
  if (parts[0] == latin("table") && parts.size() == 2) return window->openTable(tableView(parts[1].toStdString()));
  if (parts[0] == latin("tree") && parts.size() == 2) return showTreeOfRows(window, parts[1]);
  if (parts[0] == latin("tree") && parts.size() >= 3) return showTree(window, parts);
  if (parts[0] == latin("value") && parts.size() == 4) return window->openTable(tableView(parts[1].toStdString()));
  if (parts[0] == latin("console")) return void(window->tabs()->openConsole());
  if (parts[0] == latin("diagram")) return window->diagrams()->showModel(parts.value(1));
  if (parts[0] == latin("design")) {
    auto* page = window->designs()->show();
    if (parts.size() > 1) page->showTable(QualifiedName(parts[1].toStdString()));
    return;
  }
  if (parts[0] == latin("export") && parts.size() == 2) return void(window->transfers()->exportModel(parts[1]));
  if (parts[0] == latin("import") && parts.size() >= 2) return showImport(window, parts);
  throw DbError(ErrorKind::Argument, "'" + view.toStdString() + "' is no view; there are table:NAME, tree:NAME, tree:NAME:KEY, value:NAME:ROW:ATTRIBUTE, console, diagram, diagram:NAME, design, design:TABLE, export:NAME and import:NAME:FILE");
}

/// `value:Employee:1:Photo` → the photo of that table's first row in the value viewer.
void showValue(ui::MainWindow* window, const QStringList& parts) {
  auto* table = window->tabs()->currentTable();
  if (!table) return;
  table->selectCell(parts.value(2).toLongLong() - 1, parts.value(3).toStdString());
  window->showValue();
}

/// The model with the most relationships is the one worth showing.
const Model* mostRelated(const Registry& registry) {
  const Model* best = nullptr;
  for (const auto& model : registry.models())
    if (!best || model->relationships.size() > best->relationships.size()) best = model.get();
  return best;
}

std::vector<Shooter::Step> tour(ui::MainWindow* window, const QString& folder) {
  const auto file = [folder](const char* name) { return QDir(folder).filePath(QString::fromLatin1(name)); };
  const auto model = [window] { return mostRelated(*window->database()->registry()); };
  return {
      {file("1-table.png"), [=] { window->openTable(tableView(model()->name)); }},
      {file("2-filter.png"),
       [=] {
         const auto found = std::find_if(model()->relationships.begin(), model()->relationships.end(), [](const Relationship& r) { return r.isToMany(); });
         if (found != model()->relationships.end()) window->openTable(tableView(model()->name, {{found->name, {{"$some", Json::object()}}}}));
         if (auto* tab = window->tabs()->currentTableTab()) tab->setFilterBuilderVisible(true);
       }},
      {file("3-tree.png"),
       [=] {
         if (auto* tab = window->tabs()->currentTableTab()) tab->setFilterBuilderVisible(false);
         window->relationTree()->expandToDepth(2);
       }},
      {file("4-edit.png"),
       [=] {
         auto* table = window->tabs()->currentTable();
         if (!table) return;
         table->duplicateSelectedRows();
         const auto cell = table->currentCell();
         if (cell && cell->attribute->column.type.kind == TypeKind::Text) table->setCurrentCell(Value::text("Edited, not committed"));
       }},
  };
}

}  // namespace

int runShot(int argc, char** argv, const QStringList& words) {
  const cli::Arguments arguments(latin("shot"), latin("Draws the real window off-screen into a PNG file."),
                                 {{latin("URL"), latin("the database"), true}},
                                 {{latin("view"), latin("VIEW"), latin("table:NAME, tree:NAME, tree:NAME:KEY, value:NAME:ROW:ATTRIBUTE, console, diagram, diagram:NAME, design or design:TABLE.")},
                                  {latin("o|output"), latin("FILE.png"), latin("Where the picture goes.")},
                                  {latin("workspace"), latin("FILE"), latin("A workspace that is open meanwhile, with its design.")},
                                  {latin("tour"), latin("FOLDER"), latin("Walks through table, filter, tree and edit; a picture of each.")},
                                  {latin("size"), latin("WxH"), latin("The window's size; 1280x800 if left out.")},
                                  {latin("scale"), latin("N"), latin("Pixels for each point; 1 if left out.")},
                                  {latin("theme"), latin("light|dark"), latin("light if left out.")}},
                                 words);
  if (arguments.wantsHelp()) return cli::print(arguments.usage().toStdString()), cli::kDone;
  const bool isTour = arguments.has(latin("tour"));
  if (isTour == arguments.has(latin("view")) || (!isTour && !arguments.has(latin("output"))))
    throw DbError(ErrorKind::Argument, "Give either --view VIEW -o FILE.png or --tour FOLDER");
  const QStringList size = QString::fromStdString(arguments.value(latin("size"), "1280x800")).split(QLatin1Char('x'));
  if (size.size() != 2 || size[0].toInt() < 200 || size[1].toInt() < 200) throw DbError(ErrorKind::Argument, "--size takes WIDTHxHEIGHT");
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_SCALE_FACTOR", arguments.value(latin("scale"), "1").c_str());
  // The person's own settings and texts are not what is shown, nor changed, nor those of another picture.
  const QTemporaryDir own;
  for (const char* each : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) qputenv(each, own.path().toUtf8());

  const auto application = makeApplication(argc, argv);
  ui::Theme::instance().install(arguments.value(latin("theme"), "light") == "dark" ? ui::Theme::Choice::Dark : ui::Theme::Choice::Light);
  ui::MainWindow window;
  window.resize(size[0].toInt(), size[1].toInt());
  window.show();
  std::vector<Shooter::Step> steps;
  if (isTour) {
    const QString folder = QString::fromStdString(arguments.value(latin("tour")));
    if (!QDir().mkpath(folder)) throw DbError(ErrorKind::Argument, folder.toStdString() + " can't be made");
    steps = tour(&window, folder);
  } else {
    steps.push_back({QString::fromStdString(arguments.value(latin("output"))), [&] { showView(&window, QString::fromStdString(arguments.value(latin("view")))); }});
  }
  Shooter shooter(&window, std::move(steps));
  if (arguments.value(latin("view")).starts_with("tree:")) shooter.openTree();
  const QStringList view = QString::fromStdString(arguments.value(latin("view"))).split(QLatin1Char(':'));
  if (view[0] == latin("value")) shooter.afterwards([&window, view] { showValue(&window, view); });
  std::optional<DbError> error;
  const auto fail = [&](const DbError& why) {
    error = why;
    QApplication::exit(cli::exitCodeOf(why));
  };
  const auto begin = [&] {
    try {
      shooter.next();
    } catch (const DbError& why) {
      fail(why);
    }
  };
  const QString workspace = QString::fromStdString(arguments.value(latin("workspace")));
  QObject::connect(window.workspace(), &ui::WorkspaceDocument::opened, &shooter, begin);
  QObject::connect(window.workspace(), &ui::WorkspaceDocument::failed, &shooter, [&](const QString&, const DbError& why) { fail(why); });
  QObject::connect(&window, &ui::MainWindow::databaseOpened, &shooter, [&] {
    if (workspace.isEmpty()) begin();
    else window.workspace()->open(workspace);
  });
  QObject::connect(&window, &ui::MainWindow::databaseFailed, &shooter, fail);
  QTimer::singleShot(0, &window, [&] { window.openUrl(QString::fromStdString(arguments.word(0))); });
  const int code = QApplication::exec();
  if (error) throw *error;
  return code;
}

}  // namespace joinery
