import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Lucene as a search engine: java -cp JARS Lucene.java cjk|smart CORPUS.tsv QUERIES.tsv &gt; RUN, where a line of CORPUS is
 * id, title and text with tabs between. A query is any of its terms, in the title or the text, by BM25.
 */
public class Lucene {
  private static final int DEPTH = 100;
  private static final float K1 = 0.6f;
  private static final float B = 0.5f;

  private static Set<String> terms(Analyzer analyzer, String text) throws IOException {
    Set<String> terms = new LinkedHashSet<>();
    try (var stream = analyzer.tokenStream("text", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) terms.add(term.toString());
    }
    return terms;
  }

  private static void load(String corpus, IndexWriter writer) throws IOException {
    for (String line : Files.readAllLines(Path.of(corpus), StandardCharsets.UTF_8)) {
      String[] columns = line.split("\t", 3);
      Document document = new Document();
      document.add(new StringField("id", columns[0], Field.Store.YES));
      document.add(new TextField("text", columns[1] + "\n" + columns[2], Field.Store.NO));
      writer.addDocument(document);
    }
  }

  public static void main(String[] words) throws IOException {
    Analyzer analyzer = words[0].equals("smart") ? new SmartChineseAnalyzer() : new CJKAnalyzer();
    var directory = new ByteBuffersDirectory();
    try (var writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      load(words[1], writer);
    }
    var searcher = new IndexSearcher(DirectoryReader.open(directory));
    searcher.setSimilarity(new BM25Similarity(K1, B));
    var run = new StringBuilder();
    for (String line : Files.readAllLines(Path.of(words[2]), StandardCharsets.UTF_8)) {
      String[] columns = line.split("\t", 2);
      var query = new BooleanQuery.Builder();
      for (String term : terms(analyzer, columns[1])) {
        query.add(new TermQuery(new Term("text", term)), BooleanClause.Occur.SHOULD);
      }
      int rank = 0;
      for (ScoreDoc hit : searcher.search(query.build(), DEPTH).scoreDocs)
        run.append(String.format("%s Q0 %s %d %.6f lucene%n", columns[0], searcher.doc(hit.doc).get("id"), ++rank, hit.score));
    }
    System.out.print(run);
  }
}
