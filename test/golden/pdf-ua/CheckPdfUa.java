import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Validates each file against PDF/UA-1 (ISO 14289-1) with veraPDF and prints a line of it: number of tests made, then the clauses broken. */
public class CheckPdfUa {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var foundry = Foundries.defaultInstance();
        for (var file : files) {
            try (var parser = foundry.createParser(new FileInputStream(file), PDFAFlavour.PDFUA_1)) {
                var result = foundry.createValidator(PDFAFlavour.PDFUA_1, false).validate(parser);
                var broken = new TreeSet<String>();
                for (var test : result.getTestAssertions()) {
                    if (test.getStatus() == TestAssertion.Status.FAILED) broken.add(test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber());
                }
                if (!result.isCompliant() && broken.isEmpty()) broken.add("not-compliant");
                System.out.println(result.getTotalAssertions() + " " + String.join(" ", broken));
            }
        }
    }
}
