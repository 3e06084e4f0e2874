// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QSignalSpy>
#include <QTest>

#include "orm/difference/designed_type.h"
#include "orm/difference/schema_edits.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/designer/design/type_edits.h"
#include "ui/designer/design/types_dialog.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

/// Enums and domains of a design.
class TstTypesDialog : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void anEnumIsMadeOfLabels();
  void labelsAreRenamedMovedAndDropped();
  void aLabelThatIsThereIsRefused();
  void columnsAreOfferedTheEnumAndFollowItsName();
  void whatIsUsedStays();
  void aDomainIsChanged();
  void aTypeThatIsNoneIsRefusedForADomain();
  void allOfItIsUndone();
  void sqliteHasNone();
  void looksAsItShould();

 private:
  template <typename Widget>
  Widget* child(const char* name) const { return m_dialog->findChild<Widget*>(s(name)); }
  void nameIt(const char* name) {
    auto* edit = child<QLineEdit>("typeName");
    edit->setText(s(name));
    Q_EMIT edit->editingFinished();
  }
  void type(const char* widget, const char* text) {
    auto* edit = child<QLineEdit>(widget);
    edit->setText(s(text));
    Q_EMIT edit->editingFinished();
  }
  void setCheck(int row, const char* expression) { QVERIFY(m_dialog->checks()->setData(m_dialog->checks()->index(row), s(expression), Qt::EditRole)); }
  void addLabels(const std::vector<const char*>& labels) {
    for (const char* each : labels) {
      QVERIFY(m_dialog->labels()->add());
      QVERIFY(m_dialog->labels()->setData(m_dialog->labels()->index(m_dialog->labels()->rowCount() - 1), s(each), Qt::EditRole));
    }
  }
  const schema::MetaData& metadata() const { return m_design->metadata(); }

  std::unique_ptr<SchemaDesign> m_design;
  std::unique_ptr<TypesDialog> m_dialog;
};

using Labels = std::vector<std::string>;

void TstTypesDialog::init() {
  m_design = std::make_unique<SchemaDesign>();
  m_design->start("postgresql");
  m_dialog = std::make_unique<TypesDialog>(m_design.get(), nullptr);
  new QAbstractItemModelTester(m_dialog->labels(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_dialog->labels());
  m_dialog->addEnum();
  nameIt("mood");
  addLabels({"sad", "fine", "happy"});
}

void TstTypesDialog::cleanup() {
  m_dialog.reset();
  m_design.reset();
}

void TstTypesDialog::anEnumIsMadeOfLabels() {
  QCOMPARE(metadata().enums.size(), std::size_t{1});
  QCOMPARE(metadata().enums[0].name, QualifiedName("mood"));
  QCOMPARE(metadata().enums[0].labels, (Labels{"sad", "fine", "happy"}));
  QCOMPARE(child<QListWidget>("types")->item(0)->text(), s("mood (enum)"));
}

void TstTypesDialog::labelsAreRenamedMovedAndDropped() {
  m_design->markRevision();
  EnumLabels* labels = m_dialog->labels();
  QVERIFY(labels->setData(labels->index(1), s("so-so"), Qt::EditRole));
  QCOMPARE(m_design->recorded(), (migration::Operations{migration::RenameEnumLabel{QualifiedName("mood"), "fine", "so-so"}}));
  QVERIFY(labels->move(2, 0));
  QCOMPARE(metadata().enums[0].labels, (Labels{"happy", "sad", "so-so"}));
  QVERIFY(labels->remove(1));
  QCOMPARE(metadata().enums[0].labels, (Labels{"happy", "so-so"}));
  m_design->undoStack().undo();
  QCOMPARE(metadata().enums[0].labels, (Labels{"happy", "sad", "so-so"}));
  QCOMPARE(labels->rowCount(), 3);
}

void TstTypesDialog::aLabelThatIsThereIsRefused() {
  QSignalSpy refused(m_dialog->labels(), &EnumLabels::refused);
  QVERIFY(!m_dialog->labels()->setData(m_dialog->labels()->index(0), s("happy"), Qt::EditRole));
  QVERIFY(!m_dialog->labels()->setData(m_dialog->labels()->index(0), s(""), Qt::EditRole));
  QCOMPARE(refused.size(), 2);
  QCOMPARE(metadata().enums[0].labels, (Labels{"sad", "fine", "happy"}));
}

void TstTypesDialog::columnsAreOfferedTheEnumAndFollowItsName() {
  const Labels offered = migration::offeredTypes(false, metadata(), m_design->dialect());
  QVERIFY(std::ranges::find(offered, "mood") != offered.end());
  QVERIFY(!m_design->edit(s("Add"), migration::addTable(metadata(), "person", m_design->dialect())));
  schema::Column column;
  column.name = "feels";
  column.type = migration::designedType("mood", metadata(), m_design->dialect());
  QVERIFY(!m_design->edit(s("Add"), {migration::AddColumn{QualifiedName("person"), column}}));
  nameIt("feeling");
  QCOMPARE(metadata().enums[0].name, QualifiedName("feeling"));
  QCOMPARE(metadata().find(QualifiedName("person"))->columns[1].type.declared, std::string("feeling"));
  QCOMPARE(usersOfType(metadata(), QualifiedName("feeling"), m_design->dialect()), (Labels{"person.feels"}));
}

void TstTypesDialog::whatIsUsedStays() {
  columnsAreOfferedTheEnumAndFollowItsName();
  m_dialog->removeType();
  QCOMPARE(metadata().enums.size(), std::size_t{1});
  QVERIFY(m_dialog->findChild<MessageBar*>()->text().contains(s("person.feels")));
}

void TstTypesDialog::aDomainIsChanged() {
  m_dialog->addDomain();
  nameIt("age");
  auto* base = child<QComboBox>("baseType");
  base->setEditText(s("integer"));
  Q_EMIT base->lineEdit()->editingFinished();
  setCheck(0, "VALUE >= 0");
  setCheck(1, "VALUE < 150");
  setCheck(0, "VALUE > 0");
  type("domainDefault", "18");
  child<QCheckBox>("domainNotNull")->click();
  const schema::Domain* domain = findDomain(metadata(), QualifiedName("age"));
  QVERIFY(domain);
  QCOMPARE(domain->type.declared, std::string("integer"));
  QCOMPARE(domain->checks.size(), std::size_t{2});
  QCOMPARE(domain->checks[0].expression, std::string("VALUE > 0"));
  QCOMPARE(domain->checks[1].expression, std::string("VALUE < 150"));
  QVERIFY(domain->checks[0].name != domain->checks[1].name);
  QCOMPARE(domain->defaultExpression, std::optional<std::string>("18"));
  QVERIFY(!domain->nullable);
  setCheck(0, "");
  domain = findDomain(metadata(), QualifiedName("age"));
  QCOMPARE(domain->checks.size(), std::size_t{1});
  QCOMPARE(domain->checks[0].expression, std::string("VALUE < 150"));
  QCOMPARE(child<QListView>("domainChecks")->model()->rowCount(), 2);
}

void TstTypesDialog::aTypeThatIsNoneIsRefusedForADomain() {
  m_dialog->addDomain();
  auto* base = child<QComboBox>("baseType");
  base->setEditText(s("wobble"));
  Q_EMIT base->lineEdit()->editingFinished();
  QCOMPARE(metadata().domains[0].type.declared, std::string("text"));
  QCOMPARE(base->currentText(), s("text"));
  QVERIFY(m_dialog->findChild<MessageBar*>()->text().contains(s("wobble")) || !m_dialog->findChild<MessageBar*>()->text().isEmpty());
}

void TstTypesDialog::allOfItIsUndone() {
  m_dialog->addDomain();
  m_dialog->removeType();
  while (m_design->undoStack().canUndo()) m_design->undoStack().undo();
  QVERIFY(metadata().enums.empty());
  QVERIFY(metadata().domains.empty());
  QVERIFY(m_dialog->type().isEmpty());
  while (m_design->undoStack().canRedo()) m_design->undoStack().redo();
  QCOMPARE(metadata().enums[0].labels, (Labels{"sad", "fine", "happy"}));
}

void TstTypesDialog::sqliteHasNone() {
  QVERIFY(TypesDialog::whyNone(*m_design).isEmpty());
  QVERIFY(!TypesDialog::whyNone(SchemaDesign()).isEmpty());
}

void TstTypesDialog::looksAsItShould() {
  m_dialog->addDomain();
  nameIt("email");
  setCheck(0, "VALUE LIKE '%@%'");
  m_dialog->show();
  const QString folder = qEnvironmentVariable("JOINERY_TEST_PICTURES");
  for (const auto& [choice, name] : {std::pair(Theme::Choice::Light, s("light")), std::pair(Theme::Choice::Dark, s("dark"))}) {
    Theme::instance().install(choice);
    for (const char* shown : {"mood", "email"}) {
      m_dialog->setType(QualifiedName(shown));
      QCoreApplication::processEvents();
      const QImage picture = m_dialog->grab().toImage();
      QCOMPARE(picture.size(), m_dialog->size() * m_dialog->devicePixelRatioF());
      if (!folder.isEmpty()) QVERIFY(picture.save(folder + s("/type_") + s(shown) + s("_") + name + s(".png")));
    }
  }
}

JOINERY_TEST(TstTypesDialog)
#include "tst_types_dialog.moc"
