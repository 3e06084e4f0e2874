// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/model/model_declarations.h"
#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Kind = Relationship::Kind;

namespace {

std::shared_ptr<const Registry> library() {
  return registryOf({TableBuilder("author").key({"id"}).column("name"), TableBuilder("book").key({"id"}).column("title").column("author_name").refer({"author_id"}, "author"),
                                   TableBuilder("review").key({"id"}).column("book_title")});
}

/// "name kind target<-back" of a relationship; "none".
std::string told(const Registry& registry, const char* model, const char* name) {
  const Relationship* found = registry.at(model).relationship(name);
  return found ? found->name + " " + relationshipKindName(found->kind) + " " + found->target + "<-" + found->backPopulates : "none";
}

std::string joined(const std::vector<DeclarationProblem>& problems) {
  std::string text;
  for (const DeclarationProblem& problem : problems) text += problem.sentence() + "\n";
  return text;
}

}  // namespace

class TestModelDeclarations : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingDeclaredLeavesTheModelsThemselves();
  void aLabelIsTakenIfItShowsAnAttribute();
  void aRenamedRelationshipIsKnownToItsOtherSide();
  void twoRelationshipsExchangeTheirNames();
  void aNameThatIsTakenIsLeftAndTold();
  void aVirtualRelationshipGoesBothWays();
  void aVirtualRelationshipMayBeDeclaredFromTheKeysSide();
  void whatDoesNotFitTheTablesIsToldAndLeftOut_data();
  void whatDoesNotFitTheTablesIsToldAndLeftOut();
};

void TestModelDeclarations::nothingDeclaredLeavesTheModelsThemselves() {
  const auto registry = library();
  QCOMPARE(declareModels(registry, {}).registry, registry);
}

void TestModelDeclarations::aLabelIsTakenIfItShowsAnAttribute() {
  const auto declared = declareModels(library(), {.models = {{"author", {.label = "{name} (no. {id})"}}, {"book", {.label = "{isbn}"}}}});
  QCOMPARE(declared.registry->at("author").label, std::string("{name} (no. {id})"));
  QCOMPARE(declared.registry->at("book").label, library()->at("book").label);
  QCOMPARE(joined(declared.problems), std::string("The model \"book\" is left as it is: the label \"{isbn}\" shows no attribute.\n"));
}

void TestModelDeclarations::aRenamedRelationshipIsKnownToItsOtherSide() {
  const auto declared = declareModels(library(), {.models = {{"author", {.relationshipNames = {{"book", "works"}}}}, {"book", {.relationshipNames = {{"author", "written_by"}}}}}});
  QVERIFY2(declared.problems.empty(), joined(declared.problems).c_str());
  QCOMPARE(told(*declared.registry, "author", "works"), std::string("works one-to-many book<-written_by"));
  QCOMPARE(told(*declared.registry, "book", "written_by"), std::string("written_by many-to-one author<-works"));
  QCOMPARE(told(*declared.registry, "author", "book"), std::string("none"));
}

void TestModelDeclarations::twoRelationshipsExchangeTheirNames() {
  const auto registry = registryOf({TableBuilder("person").key({"id"}), TableBuilder("game").key({"id"}).refer({"white_id"}, "person").refer({"black_id"}, "person")});
  const auto declared = declareModels(registry, {.models = {{"game", {.relationshipNames = {{"white", "black"}, {"black", "white"}}}}}});
  QVERIFY2(declared.problems.empty(), joined(declared.problems).c_str());
  QCOMPARE(declared.registry->at("game").relationship("white")->localColumns, std::vector<std::string>{"black_id"});
  QCOMPARE(told(*declared.registry, "person", "game_white"), std::string("game_white one-to-many game<-black"));
}

void TestModelDeclarations::aNameThatIsTakenIsLeftAndTold() {
  const auto declared = declareModels(library(), {.models = {{"book", {.relationshipNames = {{"author", "title"}}}}}});
  QCOMPARE(told(*declared.registry, "book", "author"), std::string("author many-to-one author<-book"));
  QCOMPARE(joined(declared.problems), std::string("The relationship \"book.author\" is left as it is: book has another \"title\".\n"));
}

void TestModelDeclarations::aVirtualRelationshipGoesBothWays() {
  const auto registry = registryOf({TableBuilder("author").key({"id"}).column("name").unique({"name"}), TableBuilder("book").key({"id"}).column("author_name")});
  const auto declared = declareModels(registry, {.relationships = {{"author", "book", {"author_name"}, "author", {"name"}, "books"}}});
  QVERIFY2(declared.problems.empty(), joined(declared.problems).c_str());
  QCOMPARE(told(*declared.registry, "book", "author"), std::string("author many-to-one author<-books"));
  QCOMPARE(told(*declared.registry, "author", "books"), std::string("books one-to-many book<-author"));
  QVERIFY(declared.registry->at("book").relationship("author")->isVirtual);
  QVERIFY(declared.registry->at("book").attribute("author_name")->isForeignKey);
}

void TestModelDeclarations::aVirtualRelationshipMayBeDeclaredFromTheKeysSide() {
  const auto declared = declareModels(library(), {.relationships = {{"reviews", "book", {"id"}, "review", {"book_title"}, "of"}}});
  QVERIFY2(declared.problems.empty(), joined(declared.problems).c_str());
  QCOMPARE(told(*declared.registry, "book", "reviews"), std::string("reviews one-to-many review<-of"));
  QVERIFY(declared.registry->at("review").attribute("book_title")->isForeignKey);
  QVERIFY(!declared.registry->at("book").attribute("id")->isForeignKey);
}

void TestModelDeclarations::whatDoesNotFitTheTablesIsToldAndLeftOut_data() {
  QTest::addColumn<QString>("model");
  QTest::addColumn<QString>("column");
  QTest::addColumn<QString>("targetColumn");
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("problem");
  const auto row = [](const char* tag, const char* model, const char* column, const char* targetColumn, const char* name, const char* problem) {
    QTest::newRow(tag) << QString::fromUtf8(model) << QString::fromUtf8(column) << QString::fromUtf8(targetColumn) << QString::fromUtf8(name) << QString::fromUtf8(problem);
  };
  row("no model", "reviews", "book_title", "id", "of", "Did you mean review?");
  row("no column", "review", "title", "id", "of", "review has no column \"title\"");
  row("no key", "review", "book_title", "title", "of", "its columns are a key of neither table");
  row("name of a column", "review", "book_title", "id", "book_title", "review has another \"book_title\"");
  row("no name", "review", "book_title", "id", "", "it has no name in review");
}

void TestModelDeclarations::whatDoesNotFitTheTablesIsToldAndLeftOut() {
  QFETCH(QString, model);
  QFETCH(QString, column);
  QFETCH(QString, targetColumn);
  QFETCH(QString, name);
  QFETCH(QString, problem);
  const auto declared = declareModels(library(), {.relationships = {{name.toStdString(), model.toStdString(), {column.toStdString()}, "book", {targetColumn.toStdString()}, "reviews"}}});
  QCOMPARE(declared.problems.size(), std::size_t{1});
  const std::string sentence = declared.problems[0].sentence();
  QVERIFY2(QString::fromStdString(sentence).contains(problem), sentence.c_str());
  QCOMPARE(declared.registry->at("review").relationships.size(), std::size_t{0});
  QCOMPARE(told(*declared.registry, "book", "reviews"), std::string("none"));
}

JOINERY_TEST(TestModelDeclarations)
#include "tst_model_declarations.moc"
