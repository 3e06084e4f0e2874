// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"

/// What a person does to the types of a designed schema, as operations. Pure. @throws DbError InvalidRequest where it can't be done
namespace joinery::ui {

const schema::EnumType* findEnum(const schema::MetaData& metadata, const QualifiedName& name);
const schema::Domain* findDomain(const schema::MetaData& metadata, const QualifiedName& name);
/// The given name, or that with a number behind it, that no table and no type has.
QualifiedName freeTypeName(const schema::MetaData& metadata, const std::string& wanted, const Dialect& dialect);
/// "orders.state", "the domain email": what has the type.
std::vector<std::string> usersOfType(const schema::MetaData& metadata, const QualifiedName& type, const Dialect& dialect);
/// Takes an enum or a domain away that nothing uses.
migration::Operations dropType(const schema::MetaData& metadata, const QualifiedName& type, const Dialect& dialect);
migration::Operations renameType(const schema::MetaData& metadata, const QualifiedName& type, const std::string& name, const Dialect& dialect);

/// Sets a domain's check; behind the last one another is added, and without an expression it goes.
migration::Operations setCheck(const schema::Domain& domain, std::size_t place, const std::string& expression);

migration::Operations addLabel(const schema::EnumType& type);
migration::Operations renameLabel(const schema::EnumType& type, std::size_t place, const std::string& label);
migration::Operations dropLabel(const schema::EnumType& type, std::size_t place);
migration::Operations moveLabel(const schema::EnumType& type, std::size_t from, std::size_t to);

}  // namespace joinery::ui
