using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Mutation;

/// <summary>Rewrites a source so that it holds all its mutants, each behind a switch: one build serves them all.</summary>
/// <param name="meaning">What the source means.</param>
/// <param name="path">Its path, as it is reported.</param>
/// <param name="mutants">Where the mutants are added; a mutant's number is its place in it, from 1.</param>
/// <param name="dropped">Numbers of mutants that do not compile: they keep their number and are left out.</param>
internal sealed class Mutator(SemanticModel meaning, string path, List<Mutant> mutants, IReadOnlySet<int> dropped) : CSharpSyntaxRewriter
{
    /// <summary>Marks a switch in the tree, with its mutant's number as data.</summary>
    internal const string Mark = "mutant";

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is null || Untouched.Is(node, meaning))
        {
            return node;
        }

        return node switch
        {
            ConditionalExpressionSyntax choice when Untouched.IsPlanted(choice.Condition) => choice.WithWhenFalse((ExpressionSyntax)Visit(choice.WhenFalse)!),
            PatternSyntax => node,
            ExpressionSyntax expression => Switched(expression),
            StatementSyntax statement => Switched(statement),
            _ => base.Visit(node),
        };
    }

    private SyntaxNode? Switched(ExpressionSyntax original)
    {
        // The children first: their switches stay in force where no mutant of this node lives.
        var result = base.Visit(original);
        if (result is not ExpressionSyntax expression || IsNoValue(original) || Untouched.Declares(original))
        {
            return result;
        }

        foreach (var instead in Changes.Of(original, meaning))
        {
            expression = Choice(original, original, instead, instead, expression);
        }

        if (original is IsPatternExpressionSyntax or SwitchExpressionSyntax)
        {
            foreach (var pattern in Patterns(original))
            {
                foreach (var instead in Changes.OfPattern(pattern, meaning))
                {
                    expression = Choice(original, pattern, instead, (ExpressionSyntax)original.ReplaceNode(pattern, instead.WithTriviaFrom(pattern)), expression);
                }
            }
        }

        return expression;
    }

    private SyntaxNode? Switched(StatementSyntax original)
    {
        var result = base.Visit(original);
        var removable = original is ContinueStatementSyntax || (original is ReturnStatementSyntax { Expression: null })
            || (original is ExpressionStatementSyntax { Expression: var expression } && !GivesFirstValue(expression) && !Untouched.Declares(original)
                && !Untouched.Is(expression is AwaitExpressionSyntax awaited ? awaited.Expression : expression, meaning));
        if (!removable || result is not StatementSyntax statement)
        {
            return result;
        }

        var number = Add(original, original.WithoutTrivia().ToString(), ";");
        return dropped.Contains(number) ? statement : Marked(IfStatement(PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, Asked(number)), Block(statement.WithoutTrivia())), number).WithTriviaFrom(original);
    }

    private ExpressionSyntax Choice(ExpressionSyntax original, SyntaxNode from, SyntaxNode to, ExpressionSyntax instead, ExpressionSyntax otherwise)
    {
        var number = Add(from, from.WithoutTrivia().ToString(), to.WithoutTrivia().ToString());
        if (dropped.Contains(number))
        {
            return otherwise;
        }

        ExpressionSyntax choice = ParenthesizedExpression(ConditionalExpression(Asked(number), ParenthesizedExpression(instead.WithoutTrivia()), ParenthesizedExpression(otherwise.WithoutTrivia())));
        var type = meaning.GetTypeInfo(original);
        if (type.ConvertedType is { SpecialType: >= SpecialType.System_Char and <= SpecialType.System_Double } converted && !SymbolEqualityComparer.Default.Equals(type.Type, converted))
        {
            // A constant fits into a byte; a choice of two of them must be told so.
            choice = ParenthesizedExpression(CastExpression(ParseTypeName(converted.ToDisplayString()), choice));
        }

        return Marked(choice, number).WithTriviaFrom(original);
    }

    private int Add(SyntaxNode node, string from, string to)
    {
        var member = node.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault();
        mutants.Add(new(mutants.Count + 1, path, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, NameOf(member), OneLine(from), OneLine(to)));
        return mutants.Count;
    }

    private static string NameOf(MemberDeclarationSyntax? member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        OperatorDeclarationSyntax { OperatorToken.Text: var sign } => sign,
        _ => "",
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static T Marked<T>(T node, int number)
        where T : SyntaxNode => node.WithAdditionalAnnotations(new SyntaxAnnotation(Mark, number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static ExpressionSyntax Asked(int number) => ParseExpression($"global::MutationTesting.Switch.Is({number})");

    private static IEnumerable<PatternSyntax> Patterns(ExpressionSyntax host) => host switch
    {
        IsPatternExpressionSyntax { Pattern: var pattern } => pattern.DescendantNodesAndSelf().OfType<PatternSyntax>(),
        SwitchExpressionSyntax { Arms: var arms } => arms.SelectMany(a => a.Pattern.DescendantNodesAndSelf().OfType<PatternSyntax>()),
        _ => [],
    };

    /// <summary>Whether it stands where a choice cannot: assigned to, a name or a type, or a statement of its own.</summary>
    private static bool IsNoValue(ExpressionSyntax expression) => expression is TypeSyntax and not IdentifierNameSyntax || expression.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == expression,
        ExpressionStatementSyntax => true,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } or PostfixUnaryExpressionSyntax => true,
        MemberAccessExpressionSyntax access => access.Name == expression,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => minus.Operand is LiteralExpressionSyntax,
        _ => false,
    };

    /// <summary>Whether it gives a local its first value, without which nothing would compile.</summary>
    private bool GivesFirstValue(ExpressionSyntax expression) => expression is AssignmentExpressionSyntax { Left: var left } && meaning.GetSymbolInfo(left).Symbol switch
    {
        ILocalSymbol local => local.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is VariableDeclaratorSyntax { Initializer: null }),
        IParameterSymbol parameter => parameter.RefKind == RefKind.Out,
        _ => left is TupleExpressionSyntax or DeclarationExpressionSyntax,
    };
}
