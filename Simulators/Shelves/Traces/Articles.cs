namespace Simulators.Shelves.Traces;

/// <summary>Goods with their weights.</summary>
internal static class Articles
{
    // Spreads of packages: a can is rolled to a tenth of a gram, a preform weighed to a few; glass differs by grams, film by almost nothing.
    private const double Film = 0.08;
    private const double Can = 0.12;
    private const double Plastic = 0.3;
    private const double Carton = 0.5;
    private const double Glass = 2.5;

    /// <summary>
    /// The first part: weights of the public AutoCheckout data (ground_truth/v14.json), weighed in a shop in 2019 and 2020, which nobody here chose. The second
    /// part: label contents with the density and package of their kind.
    /// </summary>
    public static IReadOnlyList<Article> All { get; } =
    [
        new("tortilla chips, fire", 105.53, 99, Film), new("tortilla chips, mild", 103.60, 99, Film), new("chips, jalapeno", 62.30, 57, Film),
        new("chips, sea salt", 62.00, 57, Film), new("peach rings", 270.67, 255, Film), new("chili mango", 244, 227, Film),
        new("spicy cracklins", 52.66, 43, Film), new("sandwich biscuits, small", 87.67, 85, Film), new("rye chips", 137.67, 134, Film),
        new("party blend", 111, 106, Film), new("peanut biscuits, small", 94, 85, Film), new("tortilla chips, ghost pepper", 63.23, 57, Film),
        new("tortilla chips, chili", 64.07, 57, Film), new("blazing hot puffs", 121.03, 113, Film), new("caramel biscuits", 137.63, 130, Film),
        new("crackers, box", 429, 388, Carton), new("instant noodles, cup", 79.6, 64, Plastic), new("coconut water, 41 g", 41, 35, Film),
        new("water, 0.5 l", 538, 500, Plastic), new("water, 1 l", 1059.67, 1000, Plastic), new("mineral water, 1 l", 1064, 1000, Plastic),
        new("aloe drink", 545.67, 500, Plastic), new("sparkling water, can", 370, 355, Can), new("sports water, 0.7 l", 736, 700, Plastic),
        new("iced tea, watermelon", 567, 500, Plastic), new("green tea", 557.33, 500, Plastic), new("ginger lime drink", 532, 503, Plastic),
        new("strawberry lemonade", 534, 503, Plastic), new("meal drink", 467, 414, Plastic), new("sweet tea", 540.67, 473, Plastic),
        new("chewing gum", 17.2, 14, Film), new("mints, tin", 49.5, 34, 0.4), new("chocolate bar, 45 g", 46.8, 45, Film),
        new("chocolate, 100 g", 107.5, 100, 0.2), new("cola, can 330 ml", 355.5, 343, Can), new("energy drink, can 250 ml", 272, 260, Can),
        new("beer, can 500 ml", 521, 505, Can), new("beer, bottle 330 ml", 541, 333, Glass), new("yoghurt, cup 150 g", 157.5, 150, 0.15),
        new("milk, carton 1 l", 1064, 1032, 0.4), new("milk, carton 250 ml", 268.5, 258, 0.2), new("instant noodles, bag", 108, 103, Film),
        new("tuna, can", 205, 160, 0.4), new("jam, jar 340 g", 535, 340, Glass), new("soy sauce, bottle 500 ml", 872, 575, Glass),
        new("rice, 1 kg", 1012, 1000, 0.3), new("sugar, 500 g", 504, 500, 0.2), new("coffee, ground 250 g", 259, 250, 0.2),
        new("toothpaste, 120 g", 142, 120, 0.4), new("shampoo, 400 ml", 452, 408, 0.4), new("batteries, four AA", 101.5, 94, 0.15),
        new("pouch of cat food", 88.3, 85, 0.1), new("salt, 1 kg", 1008, 1000, 0.2), new("butter, 250 g", 254.5, 250, 0.1), new("pasta, 500 g", 507, 500, 0.2),
        new("ketchup, 342 g", 384, 342, 0.4), new("honey, jar 500 g", 733, 500, Glass), new("cereal, box 375 g", 452, 375, Carton), new("chips, can 165 g", 218, 165, 0.6),
        new("iced coffee, cup 230 ml", 253, 237, 0.3), new("milk tea, cup powder", 113, 80, 0.3), new("nuts, 150 g", 159, 150, 0.2), new("dried mango, 100 g", 106.4, 100, 0.15),
        new("seaweed snack", 11.8, 5, 0.1), new("jelly, cup 90 g", 98.6, 90, 0.15), new("sausage, 70 g", 71.6, 70, 0.05), new("lollipop", 14.2, 12, 0.05),
        new("eggs, ten", 652, 600, 1.5), new("tofu, 350 g", 391, 350, 0.3), new("cooking oil, 900 ml", 862, 828, 0.5), new("spirits, bottle 500 ml", 913, 470, Glass),
        new("toothbrush", 23.1, 16, 0.15), new("soap, 125 g", 131, 125, 0.3), new("razor blades, four", 44, 34, 0.2), new("notebook, A5", 212, 205, 0.5),
        new("ball pens, three", 34.5, 24, 0.15), new("dish soap, 750 ml", 824, 770, 0.5), new("lip balm", 13.3, 5, 0.1), new("bread, sliced 400 g", 406, 400, 0.1),
        new("tissues, pocket", 24.6, 22, 0.1), new("sandwich", 188, 170, 0.3), new("rice ball", 118, 110, 0.1), new("cheese, 200 g", 209, 200, 0.2),
    ];

    /// <summary>The next flavour of the same line: the same package, almost the same contents.</summary>
    public static Article Flavour(Article like, Dice dice)
    {
        var off = like.NetGrams * 0.006 * dice.Normal();
        return like with { Name = like.Name + ", other flavour", Grams = like.Grams + off };
    }

    /// <summary>The double pack of the same line: twice the contents, less than twice the package.</summary>
    public static Article Double(Article of, Dice dice)
    {
        var package = of.Grams - of.NetGrams;
        return of with { Name = of.Name + ", double", Grams = (2 * of.NetGrams) + (package * dice.Between(1.5, 2)), NetGrams = 2 * of.NetGrams };
    }
}
