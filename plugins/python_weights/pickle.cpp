// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python_weights/pickle.h"

#include "core/base/error.h"
#include "core/data/byte_source.h"

#include <bit>
#include <map>
#include <set>

namespace spw::pythonweights {

namespace {

constexpr std::size_t kMostValues = 4'000'000;   // a network has some thousands
constexpr const char* kFix = "Save the weights alone, as a dictionary of tensors: torch.save(net.state_dict(), file).";

bool isStorage(const std::string& name)
{
    static const std::set<std::string> names{"FloatStorage", "DoubleStorage", "HalfStorage", "BFloat16Storage", "LongStorage", "IntStorage",
                                             "ShortStorage", "CharStorage", "ByteStorage", "BoolStorage"};
    return names.count(name) != 0;
}

bool isType(const std::string& name)
{
    static const std::set<std::string> names{"float32", "float", "float64", "double", "float16", "half", "bfloat16", "int64", "long", "int32",
                                             "int", "int16", "short", "int8", "uint8", "bool"};
    return names.count(name) != 0;
}

class Reader {
public:
    Reader(std::string_view bytes, const std::string& where, bool scripted) : m_bytes(bytes), m_where(where), m_scripted(scripted) {}

    Pickle read()
    {
        for (;;) {
            const std::size_t at = m_at;
            const unsigned char op = byte();
            if (op == '.') {
                m_out.root = pop();
                m_out.size = m_at;
                return std::move(m_out);
            }
            step(op, at);
        }
    }

private:
    [[noreturn]] void fail(const std::string& what, const std::string& fix = kFix) const
    {
        throw Error(what, m_where + ", byte " + std::to_string(m_at), fix);
    }
    std::string_view take(std::uint64_t count)
    {
        if (count > m_bytes.size() - m_at)
            fail("The pickle ends inside a value: " + std::to_string(count) + " bytes were promised, " +
                     std::to_string(m_bytes.size() - m_at) + " are left.",
                 "Copy or download the file again; it is incomplete.");
        const std::string_view part = m_bytes.substr(m_at, std::size_t(count));
        m_at += std::size_t(count);
        return part;
    }
    unsigned char byte() { return static_cast<unsigned char>(take(1)[0]); }
    template <class Number>
    Number number()
    {
        return littleEndian<Number>(take(sizeof(Number)).data());
    }
    std::string line()
    {
        const auto end = m_bytes.find('\n', m_at);
        if (end == std::string_view::npos)
            fail("A name has no end.");
        const std::string text(take(end - m_at));
        take(1);
        return text;
    }

    Value* make(decltype(Value::data) data)
    {
        if (m_out.values.size() >= kMostValues)
            fail("The pickle has more than " + std::to_string(kMostValues) + " values.");
        m_out.values.push_back(Value{std::move(data)});
        return &m_out.values.back();
    }
    void push(decltype(Value::data) data) { m_stack.push_back(make(std::move(data))); }
    Value* pop()
    {
        if (m_stack.size() <= floor())
            fail("The pickle takes a value from an empty stack.", "The file is damaged; write it again.");
        Value* value = m_stack.back();
        m_stack.pop_back();
        return value;
    }
    Value* top()
    {
        Value* value = pop();
        m_stack.push_back(value);
        return value;
    }
    std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }
    std::vector<Value*> toMark()
    {
        if (m_marks.empty())
            fail("The pickle ends a list that was not begun.", "The file is damaged; write it again.");
        std::vector<Value*> items(m_stack.begin() + std::ptrdiff_t(m_marks.back()), m_stack.end());
        m_stack.resize(m_marks.back());
        m_marks.pop_back();
        return items;
    }
    std::vector<Value*> last(std::size_t count)
    {
        std::vector<Value*> items(count);
        for (std::size_t i = count; i-- > 0;)
            items[i] = pop();
        return items;
    }
    void remember(std::uint64_t key) { m_memo[key] = top(); }
    void recall(std::uint64_t key)
    {
        const auto found = m_memo.find(key);
        if (found == m_memo.end())
            fail("The pickle recalls value " + std::to_string(key) + ", which it never kept.", "The file is damaged; write it again.");
        m_stack.push_back(found->second);
    }
    void tuple(std::vector<Value*> items) { push(Value::List{std::move(items)}); }
    void addPairs(const std::vector<Value*>& items)
    {
        auto* dict = std::get_if<Value::Dict>(&top()->data);
        if (!dict || items.size() % 2 != 0)
            fail("The pickle fills a dictionary that is none.", "The file is damaged; write it again.");
        for (std::size_t i = 0; i < items.size(); i += 2)
            dict->items.emplace_back(items[i], items[i + 1]);
    }
    void append(const std::vector<Value*>& items)
    {
        auto* list = std::get_if<Value::List>(&top()->data);
        if (!list)
            fail("The pickle appends to something that is no list.", "The file is damaged; write it again.");
        list->items.insert(list->items.end(), items.begin(), items.end());
    }

    void step(unsigned char op, std::size_t at);
    void global(const std::string& module, const std::string& name);
    void call();
    void persistent();
    void build();
    TensorRef tensorOf(const std::vector<Value*>& arguments);
    std::vector<std::int64_t> numbersOf(const Value& value);

    std::string_view m_bytes;
    const std::string& m_where;
    bool m_scripted;
    std::size_t m_at = 0;
    Pickle m_out;
    std::vector<Value*> m_stack;
    std::vector<std::size_t> m_marks;
    std::map<std::uint64_t, Value*> m_memo;
};

void Reader::step(unsigned char op, std::size_t at)
{
    switch (op) {
    case 0x80:   // PROTO
        if (const int version = byte(); version > 5)
            fail("The pickle is of protocol " + std::to_string(version) + "; 2 to 5 are known.");
        return;
    case 0x95: number<std::uint64_t>(); return;   // FRAME
    case '(': m_marks.push_back(m_stack.size()); return;
    case '0': pop(); return;
    case '}': push(Value::Dict{}); return;
    case ']': push(Value::List{}); return;
    case ')': push(Value::List{}); return;
    case 0x8f: push(Value::List{}); return;
    case 'q': remember(byte()); return;
    case 'r': remember(number<std::uint32_t>()); return;
    case 0x94: remember(m_memo.size()); return;
    case 'h': recall(byte()); return;
    case 'j': recall(number<std::uint32_t>()); return;
    case 'X': push(std::string(take(number<std::uint32_t>()))); return;
    case 0x8c: push(std::string(take(byte()))); return;
    case 0x8d: push(std::string(take(number<std::uint64_t>()))); return;
    case 'U': push(std::string(take(byte()))); return;
    case 'T': push(std::string(take(number<std::uint32_t>()))); return;
    case 'C': push(std::string(take(byte()))); return;
    case 'B': push(std::string(take(number<std::uint32_t>()))); return;
    case 'N': push(std::monostate{}); return;
    case 0x88: push(true); return;
    case 0x89: push(false); return;
    case 'K': push(std::int64_t(byte())); return;
    case 'M': push(std::int64_t(number<std::uint16_t>())); return;
    case 'J': push(std::int64_t(number<std::int32_t>())); return;
    case 0x8a: {   // LONG1: two's complement, as many bytes as said
        const std::string_view digits = take(byte());
        std::uint64_t value = !digits.empty() && (digits.back() & 0x80) ? ~std::uint64_t(0) : 0;
        for (std::size_t i = 0; i < digits.size() && i < 8; ++i)
            value = (value & ~(std::uint64_t(0xff) << (8 * i))) | std::uint64_t(static_cast<unsigned char>(digits[i])) << (8 * i);
        if (digits.size() > 8)   // larger numbers occur as marks of a file only
            push(std::string(digits));
        else
            push(std::int64_t(value));
        return;
    }
    case 'G': push(std::bit_cast<double>(bigEndian<std::uint64_t>(take(8).data()))); return;
    case 't': tuple(toMark()); return;
    case 0x85: tuple(last(1)); return;
    case 0x86: tuple(last(2)); return;
    case 0x87: tuple(last(3)); return;
    case 's': addPairs(last(2)); return;
    case 'u': addPairs(toMark()); return;
    case 'a': append(last(1)); return;
    case 'e': append(toMark()); return;
    case 0x90: append(toMark()); return;
    case 'c': {
        const std::string module = line();
        global(module, line());
        return;
    }
    case 0x93: {
        const std::vector<Value*> names = last(2);
        if (!names[0]->text() || !names[1]->text())
            fail("The pickle names something without words.", "The file is damaged; write it again.");
        global(*names[0]->text(), *names[1]->text());
        return;
    }
    case 'R':
    case 0x81: call(); return;
    case 'b': build(); return;
    case 'Q': persistent(); return;
    default: break;
    }
    m_at = at;
    fail("The pickle has the instruction " + std::to_string(int(op)) + ", which files of weights do not need.");
}

void Reader::global(const std::string& module, const std::string& name)
{
    const bool known = (module == "collections" && name == "OrderedDict") ||
                       (module == "torch._utils" && (name == "_rebuild_tensor_v2" || name == "_rebuild_parameter")) ||
                       (module == "torch" && (isStorage(name) || isType(name) || name == "Size" || name == "device")) ||
                       (module == "torch.storage" && name == "UntypedStorage") ||
                       (m_scripted && (module.rfind("__torch__", 0) == 0 || module == "torch.jit._pickle"));
    if (!known)
        fail("The file wants to call '" + module + "." + name + "', which is not among the few names that weights need. It was not run.");
    push(Value::Global{module, name});
}

std::vector<std::int64_t> Reader::numbersOf(const Value& value)
{
    std::vector<std::int64_t> out;
    if (!value.list())
        fail("A tensor's sizes are no list.", "The file is damaged; write it again.");
    for (const Value* item : value.list()->items) {
        if (!item->integer() || *item->integer() < 0)
            fail("A tensor's size is no whole number from 0.", "The file is damaged; write it again.");
        out.push_back(*item->integer());
    }
    return out;
}

TensorRef Reader::tensorOf(const std::vector<Value*>& arguments)
{
    TensorRef tensor;
    const auto* storage = arguments.size() >= 4 ? std::get_if<StorageRef>(&arguments[0]->data) : nullptr;
    if (!storage || !arguments[1]->integer() || *arguments[1]->integer() < 0)
        fail("A tensor has no storage or no offset.", "The file is damaged; write it again.");
    tensor.storage = *storage;
    tensor.offset = *arguments[1]->integer();
    tensor.shape = numbersOf(*arguments[2]);
    tensor.strides = numbersOf(*arguments[3]);
    if (tensor.shape.size() != tensor.strides.size() || tensor.shape.size() > 64)
        fail("A tensor has " + std::to_string(tensor.shape.size()) + " sizes and " + std::to_string(tensor.strides.size()) + " strides.",
             "The file is damaged; write it again.");
    return tensor;
}

void Reader::call()
{
    const Value* arguments = pop();
    const Value* callee = pop();
    const auto* what = std::get_if<Value::Global>(&callee->data);
    if (!what || !arguments->list())
        fail("The pickle calls something that is no name.");
    const std::vector<Value*>& given = arguments->list()->items;
    if (what->name == "_rebuild_tensor_v2") {
        push(tensorOf(given));
    } else if (what->name == "_rebuild_parameter") {
        if (given.empty() || !given[0]->tensor())
            fail("A parameter has no tensor.", "The file is damaged; write it again.");
        m_stack.push_back(given[0]);
    } else if (what->name == "OrderedDict") {
        Value::Dict dict;
        if (!given.empty() && given[0]->list())
            for (const Value* pair : given[0]->list()->items)
                if (pair->list() && pair->list()->items.size() == 2)
                    dict.items.emplace_back(pair->list()->items[0], pair->list()->items[1]);
        push(std::move(dict));
    } else if (what->name == "Size" || what->module == "torch.jit._pickle") {
        push(given.empty() || !given[0]->list() ? Value::List{} : *given[0]->list());
    } else if (what->name == "device") {
        push(given.empty() || !given[0]->text() ? std::string() : *given[0]->text());
    } else if (m_scripted && what->module.rfind("__torch__", 0) == 0) {
        push(Value::Dict{{}, what->module + "." + what->name});
    } else {
        fail("The file wants to call '" + what->module + "." + what->name + "' as a function. It was not run.");
    }
}

/// ("storage", type, key, location, count, view).
void Reader::persistent()
{
    const Value* id = pop();
    const auto* list = id->list();
    const auto* type = list && list->items.size() >= 5 ? std::get_if<Value::Global>(&list->items[1]->data) : nullptr;
    if (!type || !list->items[0]->text() || *list->items[0]->text() != "storage" || !list->items[2]->text() || !list->items[4]->integer() ||
        *list->items[4]->integer() < 0)
        fail("The pickle refers to something outside that is no storage of a tensor.");
    if (list->items.size() > 5 && !std::holds_alternative<std::monostate>(list->items[5]->data))
        fail("A storage is a view of another, which only very old files have.");
    if (!isStorage(type->name))
        fail("A storage is of type '" + type->name + "', which is not known.");
    push(StorageRef{type->name, *list->items[2]->text(), *list->items[4]->integer()});
}

/// Attributes of an object. Those of dictionaries (_metadata) are not weights.
void Reader::build()
{
    const Value* state = pop();
    Value* object = top();
    if (auto* dict = std::get_if<Value::Dict>(&object->data); dict && !dict->type.empty() && state->dict())
        dict->items = state->dict()->items;
}

} // namespace

const Value* Value::find(std::string_view key) const
{
    if (const Dict* entries = dict())
        for (const auto& [name, value] : entries->items)
            if (name->text() && *name->text() == key)
                return value;
    return nullptr;
}

Pickle readPickle(std::string_view bytes, const std::string& where, bool scripted)
{
    return Reader(bytes, where, scripted).read();
}

} // namespace spw::pythonweights
