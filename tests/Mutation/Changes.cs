using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Mutation;

/// <summary>The small changes there are of one expression.</summary>
internal static class Changes
{
    private static readonly Dictionary<SyntaxKind, (SyntaxKind Kind, SyntaxKind Token)[]> s_binary = new()
    {
        [SyntaxKind.LessThanExpression] = [(SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken)],
        [SyntaxKind.LessThanOrEqualExpression] = [(SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken)],
        [SyntaxKind.GreaterThanExpression] = [(SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken)],
        [SyntaxKind.GreaterThanOrEqualExpression] = [(SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken)],
        [SyntaxKind.EqualsExpression] = [(SyntaxKind.NotEqualsExpression, SyntaxKind.ExclamationEqualsToken)],
        [SyntaxKind.NotEqualsExpression] = [(SyntaxKind.EqualsExpression, SyntaxKind.EqualsEqualsToken)],
        [SyntaxKind.LogicalAndExpression] = [(SyntaxKind.LogicalOrExpression, SyntaxKind.BarBarToken)],
        [SyntaxKind.LogicalOrExpression] = [(SyntaxKind.LogicalAndExpression, SyntaxKind.AmpersandAmpersandToken)],
        [SyntaxKind.AddExpression] = [(SyntaxKind.SubtractExpression, SyntaxKind.MinusToken)],
        [SyntaxKind.SubtractExpression] = [(SyntaxKind.AddExpression, SyntaxKind.PlusToken)],
        [SyntaxKind.MultiplyExpression] = [(SyntaxKind.DivideExpression, SyntaxKind.SlashToken)],
        [SyntaxKind.DivideExpression] = [(SyntaxKind.MultiplyExpression, SyntaxKind.AsteriskToken)],
        [SyntaxKind.ModuloExpression] = [(SyntaxKind.MultiplyExpression, SyntaxKind.AsteriskToken)],
        [SyntaxKind.BitwiseAndExpression] = [(SyntaxKind.BitwiseOrExpression, SyntaxKind.BarToken)],
        [SyntaxKind.BitwiseOrExpression] = [(SyntaxKind.BitwiseAndExpression, SyntaxKind.AmpersandToken)],
        [SyntaxKind.ExclusiveOrExpression] = [(SyntaxKind.BitwiseAndExpression, SyntaxKind.AmpersandToken)],
        [SyntaxKind.LeftShiftExpression] = [(SyntaxKind.RightShiftExpression, SyntaxKind.GreaterThanGreaterThanToken)],
        [SyntaxKind.RightShiftExpression] = [(SyntaxKind.LeftShiftExpression, SyntaxKind.LessThanLessThanToken)],
    };

    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["Min"] = "Max", ["Max"] = "Min", ["Any"] = "All", ["All"] = "Any",
    };

    /// <summary>The changes of an expression that can stand in its place.</summary>
    internal static IEnumerable<ExpressionSyntax> Of(ExpressionSyntax expression, SemanticModel meaning)
    {
        switch (expression)
        {
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when coalesce.Right is not ThrowExpressionSyntax:
                return [coalesce.Right];
            case BinaryExpressionSyntax binary when s_binary.TryGetValue(binary.Kind(), out var others) && !IsText(binary, meaning):
                return others.Select(o => BinaryExpression(o.Kind, binary.Left, Token(o.Token).WithTriviaFrom(binary.OperatorToken), binary.Right));
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression }:
                return [LiteralExpression(SyntaxKind.FalseLiteralExpression)];
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression }:
                return [LiteralExpression(SyntaxKind.TrueLiteralExpression)];
            case LiteralExpressionSyntax literal when literal.Token.Value is int or long or uint or decimal or double:
                return Numbers(literal);
            case LiteralExpressionSyntax { Token.Value: char sign }:
                return [LiteralExpression(SyntaxKind.CharacterLiteralExpression, Literal((char)(sign + 1)))];
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression or (int)SyntaxKind.UnaryMinusExpression or (int)SyntaxKind.BitwiseNotExpression } unary:
                return [unary.Operand];
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access } call when s_names.TryGetValue(name.Identifier.Text, out var other):
                return [call.WithExpression(access.WithName(IdentifierName(other)))];
            default:
                return IsBareCondition(expression) ? [PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(expression.WithoutTrivia()))] : [];
        }
    }

    /// <summary>The changes of a pattern's constant or comparison.</summary>
    internal static IEnumerable<SyntaxNode> OfPattern(PatternSyntax pattern, SemanticModel meaning) => pattern switch
    {
        ConstantPatternSyntax { Expression: LiteralExpressionSyntax literal } when literal.Token.Value is not string and not null =>
            Of(literal, meaning).Select(e => (SyntaxNode)ConstantPattern(e)),
        RelationalPatternSyntax relational => relational.OperatorToken.Kind() switch
        {
            SyntaxKind.LessThanToken => [With(relational, SyntaxKind.LessThanEqualsToken)],
            SyntaxKind.LessThanEqualsToken => [With(relational, SyntaxKind.LessThanToken)],
            SyntaxKind.GreaterThanToken => [With(relational, SyntaxKind.GreaterThanEqualsToken)],
            _ => [With(relational, SyntaxKind.GreaterThanToken)],
        },
        BinaryPatternSyntax { RawKind: (int)SyntaxKind.OrPattern } or => [or.Left, or.Right],
        _ => [],
    };

    private static RelationalPatternSyntax With(RelationalPatternSyntax pattern, SyntaxKind token) =>
        pattern.WithOperatorToken(Token(token).WithTriviaFrom(pattern.OperatorToken));

    private static bool IsText(BinaryExpressionSyntax binary, SemanticModel meaning) =>
        binary.IsKind(SyntaxKind.AddExpression) && meaning.GetTypeInfo(binary).Type?.SpecialType is null or SpecialType.System_String;

    private static bool IsBareCondition(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax or IsPatternExpressionSyntax or AwaitExpressionSyntax
        && expression.Parent switch
        {
            IfStatementSyntax i => i.Condition == expression,
            WhileStatementSyntax w => w.Condition == expression,
            ConditionalExpressionSyntax c => c.Condition == expression,
            BinaryExpressionSyntax b => b.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression,
            _ => false,
        };

    private static IEnumerable<ExpressionSyntax> Numbers(LiteralExpressionSyntax literal)
    {
        var suffix = new string([.. literal.Token.Text.Reverse().TakeWhile(c => "uUlLmM".Contains(c)).Reverse()]);
        var value = Convert.ToDecimal(literal.Token.Value, CultureInfo.InvariantCulture);
        var other = value == 1 ? 0 : value + 1;
        var dot = literal.Token.Value is double && suffix.Length == 0 ? "d" : "";
        return [ParseExpression(other.ToString(CultureInfo.InvariantCulture) + suffix + dot)];
    }
}
