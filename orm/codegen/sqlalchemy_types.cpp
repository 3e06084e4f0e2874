// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/sqlalchemy_types.h"

#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <array>

namespace joinery {

namespace {

constexpr const char* kDeclaredType = R"(class DeclaredType(UserDefinedType):
    """A type that SQLAlchemy has no class for, by its name in the database."""

    cache_ok = True

    def __init__(self, declared):
        self.declared = declared

    def get_col_spec(self, **kw):
        return self.declared
)";

constexpr const char* kPerCell = R"(class PerCell(UserDefinedType):
    """A type of SQLite, whose cells may hold anything: what does not fit is as it is stored."""

    cache_ok = True
    readers = {
        bool: {0: False, 1: True}.__getitem__,
        date: date.fromisoformat,
        datetime: datetime.fromisoformat,
        time: time.fromisoformat,
        Decimal: lambda stored: Decimal(str(stored)),
        dict: json.loads,
    }

    def __init__(self, declared, kind):
        self.declared = declared
        self.kind = kind

    @property
    def python_type(self):
        return self.kind

    def get_col_spec(self, **kw):
        return self.declared

    def bind_processor(self, dialect):
        return self.write

    def result_processor(self, dialect, coltype):
        return self.read if self.kind in self.readers else None

    def read(self, stored):
        if stored is None:
            return None
        try:
            return self.readers[self.kind](stored)
        except (ArithmeticError, KeyError, TypeError, ValueError):
            return stored

    def write(self, value):
        if self.kind is dict and value is not None:
            return json.dumps(value)
        if isinstance(value, datetime):
            return value.isoformat(" ")
        if isinstance(value, (date, time)):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value
)";

constexpr const char* kCore = "sqlalchemy";
constexpr const char* kPostgresql = "sqlalchemy.dialects.postgresql";

/// A declared type taken apart: "timestamp(3) with time zone".
struct DeclaredParts {
  std::string name;
  std::vector<std::string> arguments;
  bool hasZone = false;
};

DeclaredParts partsOf(const std::string& declared) {
  static const QRegularExpression kType(QStringLiteral(R"(^([^(]*?)\s*(?:\(([^)]*)\))?\s*((?:with|without) time zone)?$)"), QRegularExpression::CaseInsensitiveOption);
  const QRegularExpressionMatch match = kType.match(QString::fromStdString(declared));
  if (!match.hasMatch()) return {declared, {}, false};
  DeclaredParts parts{match.captured(1).toStdString(), {}, match.captured(3).startsWith(QLatin1String("with "), Qt::CaseInsensitive)};
  for (const QString& each : match.captured(2).split(QLatin1Char(','), Qt::SkipEmptyParts)) parts.arguments.push_back(each.trimmed().toStdString());
  return parts;
}

bool areNumbers(const std::vector<std::string>& arguments) {
  return std::ranges::all_of(arguments, [](const std::string& each) { return each.find_first_not_of("-0123456789") == std::string::npos; });
}

std::vector<PythonExpression> numbers(const std::vector<std::string>& arguments) { return {arguments.begin(), arguments.end()}; }

std::string withoutQuotes(std::string name) {
  std::erase(name, '"');
  return name;
}

/// "integer" → {type of SQLAlchemy, of Python}.
struct NamedType {
  const char* declared;
  const char* type;
  const char* python;
};

constexpr std::array kGenericTypes{NamedType{"boolean", "Boolean", "bool"}, NamedType{"smallint", "SmallInteger", "int"}, NamedType{"integer", "Integer", "int"},
                                   NamedType{"bigint", "BigInteger", "int"}, NamedType{"real", "REAL", "float"}, NamedType{"bytea", "LargeBinary", "bytes"}, NamedType{"date", "Date", "date"}};
constexpr std::array kDialectTypes{
    NamedType{"double precision", "DOUBLE_PRECISION", "float"}, NamedType{"money", "MONEY", "str"}, NamedType{"json", "JSON", "Any"}, NamedType{"jsonb", "JSONB", "Any"}, NamedType{"inet", "INET", "str"},
    NamedType{"cidr", "CIDR", "str"}, NamedType{"macaddr", "MACADDR", "str"}, NamedType{"int4range", "INT4RANGE", "Any"}, NamedType{"int8range", "INT8RANGE", "Any"}, NamedType{"numrange", "NUMRANGE", "Any"},
    NamedType{"tsrange", "TSRANGE", "Any"}, NamedType{"tstzrange", "TSTZRANGE", "Any"}, NamedType{"daterange", "DATERANGE", "Any"}, NamedType{"tsvector", "TSVECTOR", "str"}, NamedType{"hstore", "HSTORE", "Any"},
    NamedType{"oid", "OID", "int"}, NamedType{"regclass", "REGCLASS", "str"}};

const NamedType* namedType(auto& types, const std::string& declared) {
  const auto found = std::ranges::find_if(types, [&](const NamedType& each) { return declared == each.declared; });
  return found == types.end() ? nullptr : &*found;
}

/// What values of a column are in Python, by its kind.
std::string pythonOfKind(TypeKind kind) {
  switch (kind) {
    case TypeKind::Boolean: return "bool";
    case TypeKind::Integer: return "int";
    case TypeKind::Real: return "float";
    case TypeKind::Numeric: return "Decimal";
    case TypeKind::Blob: return "bytes";
    case TypeKind::Date: return "date";
    case TypeKind::Time: return "time";
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz: return "datetime";
    case TypeKind::Text:
    case TypeKind::Uuid:
    case TypeKind::Enum:
    case TypeKind::Xml: return "str";
    default: return "Any";
  }
}

bool isSoleKey(const schema::Column& column, const schema::Table& table) { return table.primaryKey && table.primaryKey->columns == std::vector{column.name}; }

}  // namespace

bool isOfSqlite(const schema::Table& table) {
  return table.strict || std::ranges::any_of(table.columns, [](const schema::Column& column) { return column.type.perCell || column.generation == schema::Generation::RowId; });
}

SqlAlchemyType SqlAlchemyTypes::of(const schema::Column& column, const schema::Table& table) {
  if (isOfSqlite(table)) return ofSqlite(column, table);
  return column.type.declared.empty() ? ofKind(column) : ofPostgresql(column.type.declared, column);
}

SqlAlchemyType SqlAlchemyTypes::ofSqlite(const schema::Column& column, const schema::Table& table) {
  const ValueType& type = column.type;
  const DeclaredParts parts = partsOf(type.declared);
  const std::string name = QString::fromStdString(parts.name).toUpper().toStdString();
  switch (type.kind) {
    case TypeKind::Integer:
      // Only INTEGER is the rowid.
      if (name == "INTEGER" || type.declared.empty() || (name == "INT" && !isSoleKey(column, table))) return generic("Integer", "int");
      return name == "BIGINT" ? generic("BigInteger", "int") : declaredType(type.declared, "int");
    case TypeKind::Text:
      if (!areNumbers(parts.arguments) || (name != "VARCHAR" && name != "NVARCHAR" && name != "TEXT")) return declaredType(type.declared, "str");
      return textOf(name == "VARCHAR" ? "String" : name == "TEXT" ? "Text" : "NVARCHAR", parts.arguments, column.collation);
    case TypeKind::Real: return name == "REAL" ? generic("REAL", "float") : declaredType(type.declared, "float");
    case TypeKind::Json: return perCell(type.declared, "dict");
    case TypeKind::Boolean:
    case TypeKind::Numeric:
    case TypeKind::Blob:
    case TypeKind::Date:
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz: return perCell(type.declared.empty() ? typeKindName(type.kind) : type.declared, pythonOfKind(type.kind));
    default: return declaredType(type.declared, type.kind == TypeKind::Unknown ? "Any" : "str");
  }
}

SqlAlchemyType SqlAlchemyTypes::textOf(const char* type, const std::vector<std::string>& arguments, const std::string& collation) {
  std::vector<PythonExpression> given = numbers(arguments);
  if (!collation.empty()) given.push_back(PythonExpression::text(collation).named("collation"));
  return generic(type, "str", std::move(given));
}

SqlAlchemyType SqlAlchemyTypes::ofPostgresql(const std::string& declared, const schema::Column& column) {
  if (declared.ends_with("[]")) {
    std::string item = declared;
    while (item.ends_with("[]")) item.resize(item.size() - 2);
    return ofDialect("ARRAY", "Any", {ofPostgresql(item, column).expression});
  }
  if (const schema::EnumType* type = enumNamed(declared)) return enumOf(*type);
  const DeclaredParts parts = partsOf(declared);
  if (parts.name.starts_with("time") || parts.name.starts_with("interval")) return ofTemporal(parts.name, parts.arguments, parts.hasZone);
  return areNumbers(parts.arguments) ? ofPlainName(parts.name, parts.arguments, column) : declaredType(declared, "Any");
}

SqlAlchemyType SqlAlchemyTypes::ofPlainName(const std::string& name, const std::vector<std::string>& arguments, const schema::Column& column) {
  if (const NamedType* type = namedType(kGenericTypes, name)) return generic(type->type, type->python);
  if (const NamedType* type = namedType(kDialectTypes, name)) return ofDialect(type->type, type->python);
  if (name == "numeric") return generic("Numeric", "Decimal", numbers(arguments));
  if (name == "text") return textOf("Text", {}, column.collation);
  if (name == "character varying") return textOf("String", arguments, column.collation);
  if (name == "character") return textOf("CHAR", arguments, column.collation);
  if (name == "bit") return ofDialect("BIT", "str", numbers(arguments));
  if (name == "bit varying") {
    std::vector<PythonExpression> given = numbers(arguments);
    given.push_back(PythonExpression("True").named("varying"));
    return ofDialect("BIT", "str", std::move(given));
  }
  if (name == "uuid" && m_version == SqlAlchemyVersion::V1_4) return ofDialect("UUID", "Any", {PythonExpression("True").named("as_uuid")});
  if (name == "uuid") return generic("Uuid", "uuid.UUID");
  std::string spelled = name;
  for (std::size_t i = 0; i < arguments.size(); ++i) spelled += (i == 0 ? "(" : ", ") + arguments[i];
  return declaredType(arguments.empty() ? spelled : spelled + ")", pythonOfKind(column.type.kind));
}

SqlAlchemyType SqlAlchemyTypes::ofTemporal(const std::string& name, const std::vector<std::string>& arguments, bool hasZone) {
  std::vector<PythonExpression> given;
  if (hasZone) given.push_back(PythonExpression("True").named("timezone"));
  if (!arguments.empty()) given.push_back(PythonExpression(arguments.front()).named("precision"));
  if (name == "timestamp") return arguments.empty() ? generic("DateTime", "datetime", std::move(given)) : ofDialect("TIMESTAMP", "datetime", std::move(given));
  if (name == "time") return arguments.empty() ? generic("Time", "time", std::move(given)) : ofDialect("TIME", "time", std::move(given));
  if (!name.starts_with("interval")) return declaredType(name, "Any");
  if (name.size() > 9) given.insert(given.begin(), PythonExpression::text(QString::fromStdString(name.substr(9)).toUpper().toStdString()).named("fields"));
  return ofDialect("INTERVAL", "timedelta", std::move(given));
}

SqlAlchemyType SqlAlchemyTypes::ofKind(const schema::Column& column) {
  const ValueType& type = column.type;
  const auto arguments = [](std::initializer_list<std::optional<int>> given) {
    std::vector<PythonExpression> made;
    for (const std::optional<int>& each : given)
      if (each) made.emplace_back(std::to_string(*each));
    return made;
  };
  switch (type.kind) {
    case TypeKind::Boolean: return generic("Boolean", "bool");
    case TypeKind::Integer: return generic("Integer", "int");
    case TypeKind::Real: return generic("Float", "float");
    case TypeKind::Numeric: return generic("Numeric", "Decimal", arguments({type.precision, type.precision ? type.scale : std::nullopt}));
    case TypeKind::Blob: return generic("LargeBinary", "bytes");
    case TypeKind::Date: return generic("Date", "date");
    case TypeKind::Time: return generic("Time", "time");
    case TypeKind::Timestamp: return generic("DateTime", "datetime");
    case TypeKind::TimestampTz: return generic("DateTime", "datetime", {PythonExpression("True").named("timezone")});
    case TypeKind::Json: return generic("JSON", "Any");
    case TypeKind::Enum:
      if (type.labels) return enumOf({QualifiedName(column.name), *type.labels});
      [[fallthrough]];
    case TypeKind::Text: return type.length ? generic("String", "str", arguments({type.length})) : generic("Text", "str");
    case TypeKind::Uuid: return generic("String", "str", {"36"});
    default: return declaredType(typeKindName(type.kind), "Any");
  }
}

const schema::EnumType* SqlAlchemyTypes::enumNamed(const std::string& declared) const {
  const std::string name = withoutQuotes(declared);
  for (const schema::EnumType& each : m_metadata.enums)
    if (withoutQuotes(each.name.toString()) == name || (each.name.schema == m_metadata.defaultSchema && withoutQuotes(each.name.name) == name)) return &each;
  return nullptr;
}

SqlAlchemyType SqlAlchemyTypes::enumOf(const schema::EnumType& type) {
  std::vector<PythonExpression> arguments;
  for (const std::string& label : type.labels) arguments.push_back(PythonExpression::text(label));
  arguments.push_back(PythonExpression::text(type.name.name).named("name"));
  if (!type.name.schema.empty() && type.name.schema != m_metadata.defaultSchema) arguments.push_back(PythonExpression::text(type.name.schema).named("schema"));
  return generic("Enum", "str", std::move(arguments));
}

SqlAlchemyType SqlAlchemyTypes::perCell(const std::string& declared, const std::string& kind) {
  m_usesPerCell = true;
  // A document may be any JSON.
  return {PythonExpression::call("PerCell", {PythonExpression::text(declared), kind}), kind == "dict" ? "Any" : kind};
}

SqlAlchemyType SqlAlchemyTypes::declaredType(const std::string& declared, const std::string& kind) {
  m_usesDeclared = true;
  return {PythonExpression::call("DeclaredType", {PythonExpression::text(declared)}), kind};
}

SqlAlchemyType SqlAlchemyTypes::generic(const char* type, const std::string& kind, std::vector<PythonExpression> arguments) {
  const std::string name = m_imports.use(kCore, type);
  return {arguments.empty() ? PythonExpression(name) : PythonExpression::call(name, std::move(arguments)), kind};
}

SqlAlchemyType SqlAlchemyTypes::ofDialect(const char* type, const std::string& kind, std::vector<PythonExpression> arguments) {
  const std::string name = m_imports.use(kPostgresql, type);
  return {arguments.empty() ? PythonExpression(name) : PythonExpression::call(name, std::move(arguments)), kind};
}

std::string SqlAlchemyTypes::annotation(const std::string& python) {
  if (python == "Any") m_imports.use("typing", python);
  if (python == "Decimal") m_imports.use("decimal", python);
  if (python == "date" || python == "time" || python == "datetime" || python == "timedelta") m_imports.use("datetime", python);
  if (python == "uuid.UUID") m_imports.useModule("uuid");
  return python;
}

std::string SqlAlchemyTypes::classes() {
  std::string text;
  if (m_usesDeclared) text += std::string("\n\n") + kDeclaredType;
  if (m_usesPerCell) text += std::string("\n\n") + kPerCell;
  if (!text.empty()) m_imports.use("sqlalchemy.types", "UserDefinedType");
  if (m_usesPerCell) {
    m_imports.useModule("json");
    m_imports.use("decimal", "Decimal");
    for (const char* each : {"date", "datetime", "time"}) m_imports.use("datetime", each);
  }
  return text;
}

}  // namespace joinery
